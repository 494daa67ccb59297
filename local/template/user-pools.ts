import { z } from 'zod';
import type { Resource } from './resolve-stacks.ts';
import { ofType, resourceProperties } from './resource-properties.ts';

/** A Cognito user pool as the template describes it. */
export interface UserPoolSpec {
  readonly id: string;
  readonly arn: string;
  /** `https://cognito-idp.<region>.amazonaws.com/<id>`: what its tokens name as `iss`. */
  readonly issuer: string;
  readonly clients: readonly { readonly id: string; readonly name: string }[];
  readonly groups: readonly string[];
}

const ofPool = z.object({ UserPoolId: z.string() });

/** Collects user pools with their clients and groups. */
export function userPoolsOf(resources: readonly Resource[]): UserPoolSpec[] {
  const belonging = (type: string, pool: string) =>
    ofType(resources, type).filter((resource) => resourceProperties(resource, ofPool).UserPoolId === pool);
  return ofType(resources, 'AWS::Cognito::UserPool').map((resource) => ({
    id: resource.ref,
    arn: resource.attributes.Arn ?? resource.ref,
    issuer: resource.attributes.ProviderURL ?? '',
    clients: belonging('AWS::Cognito::UserPoolClient', resource.ref).map((client) => ({
      id: client.ref,
      name: client.attributes.Name ?? client.logicalId,
    })),
    groups: belonging('AWS::Cognito::UserPoolGroup', resource.ref).map((group) => group.ref),
  }));
}
