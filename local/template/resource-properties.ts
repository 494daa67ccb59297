import type { z } from 'zod';
import type { Resource } from './resolve-stacks.ts';

/** Reads a resource's properties. @throws Error naming the resource and the property that is wrong. */
export function resourceProperties<T>(resource: Resource, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(resource.properties);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new Error(`${resource.stackName}/${resource.logicalId} (${resource.type}): ${issues}`);
}

export function ofType(resources: readonly Resource[], ...types: readonly string[]): Resource[] {
  return resources.filter((resource) => types.includes(resource.type));
}
