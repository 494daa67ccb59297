import { z } from 'zod';
import type { Resource } from './resolve-stacks.ts';
import { ofType, resourceProperties } from './resource-properties.ts';

/** A client of a user pool. */
export interface ClientSpec {
  readonly id: string;
  readonly name: string;
  /** Where people may be sent once they have signed in, and out. */
  readonly callbackUrls: readonly string[];
  readonly logoutUrls: readonly string[];
}

/** A Cognito user pool as the template describes it. */
export interface UserPoolSpec {
  readonly id: string;
  readonly arn: string;
  /** `https://cognito-idp.<region>.amazonaws.com/<id>`: what its tokens name as `iss`. */
  readonly issuer: string;
  readonly clients: readonly ClientSpec[];
  /** Prefixes of the domains on which it signs people in. */
  readonly domains: readonly string[];
  readonly groups: readonly string[];
  /** The function that is called before a token is made (version 1 of its event). */
  readonly preTokenArn?: string;
}

const ofPool = z.object({ UserPoolId: z.string() });
const addresses = z.array(z.string()).default([]);
const clientSchema = z.object({ CallbackURLs: addresses, LogoutURLs: addresses });
const poolSchema = z.object({
  LambdaConfig: z
    .object({
      PreTokenGeneration: z.string().optional(),
      PreTokenGenerationConfig: z.object({ LambdaArn: z.string(), LambdaVersion: z.string() }).optional(),
    })
    .default({}),
});

/** Collects user pools with their clients and groups. @throws Error for a trigger version that is not covered. */
export function userPoolsOf(resources: readonly Resource[]): UserPoolSpec[] {
  const belonging = (type: string, pool: string) =>
    ofType(resources, type).filter((resource) => resourceProperties(resource, ofPool).UserPoolId === pool);
  return ofType(resources, 'AWS::Cognito::UserPool').map((resource) => ({
    ...preTokenOf(resource),
    id: resource.ref,
    arn: resource.attributes.Arn ?? resource.ref,
    issuer: resource.attributes.ProviderURL ?? '',
    clients: belonging('AWS::Cognito::UserPoolClient', resource.ref).map((client) => {
      const { CallbackURLs, LogoutURLs } = resourceProperties(client, clientSchema);
      const name = client.attributes.Name ?? client.logicalId;
      return { id: client.ref, name, callbackUrls: CallbackURLs, logoutUrls: LogoutURLs };
    }),
    domains: belonging('AWS::Cognito::UserPoolDomain', resource.ref).map((domain) => domain.ref),
    groups: belonging('AWS::Cognito::UserPoolGroup', resource.ref).map((group) => group.ref),
  }));
}

function preTokenOf(resource: Resource): { preTokenArn?: string } {
  const { PreTokenGeneration, PreTokenGenerationConfig } = resourceProperties(resource, poolSchema).LambdaConfig;
  const version = PreTokenGenerationConfig?.LambdaVersion ?? 'V1_0';
  if (version !== 'V1_0') {
    throw new Error(
      `${resource.stackName}/${resource.logicalId}: the local run covers V1_0 of the token trigger, not ${version}`,
    );
  }
  const arn = PreTokenGenerationConfig?.LambdaArn ?? PreTokenGeneration;
  return arn === undefined ? {} : { preTokenArn: arn };
}
