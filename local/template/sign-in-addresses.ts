import type { FunctionSpec } from './functions.ts';
import type { UserPoolSpec } from './user-pools.ts';

/**
 * The functions, with the user pools' addresses in their environments leading here: the domain on which people sign in,
 * and the documents behind the issuer. The issuer itself stays as it is, as in the tokens.
 */
export function withPoolsHere(
  functions: readonly FunctionSpec[],
  pools: readonly UserPoolSpec[],
  { region, awsUrl }: { readonly region: string; readonly awsUrl: string },
): FunctionSpec[] {
  const moved = pools.flatMap(({ id, issuer, domains }) => [
    [`${issuer}/.well-known/`, `${awsUrl}/${id}/.well-known/`] as const,
    ...domains.map((domain) => [`https://${domain}.auth.${region}.amazoncognito.com`, awsUrl] as const),
  ]);
  const here = (value: string): string =>
    moved.reduce((text, [there, address]) => text.replaceAll(there, address), value);
  return functions.map((spec) => ({
    ...spec,
    environment: Object.fromEntries(Object.entries(spec.environment).map(([name, value]) => [name, here(value)])),
  }));
}
