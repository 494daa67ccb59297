import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { SopError } from '../domain/errors.ts';
import type { Actor } from '../domain/person.ts';
import { isRole } from '../domain/roles.ts';

const authorized = z.object({
  authorizer: z.object({
    jwt: z.object({
      claims: z.object({
        username: z.optional(z.string()),
        'cognito:username': z.optional(z.string()),
        'cognito:groups': z.optional(z.union([z.string(), z.array(z.string())])),
      }),
    }),
  }),
});

/**
 * Who calls, as the authorizer vouches for them. An access token names the user `username`, an id token
 * `cognito:username`; API Gateway hands the list of groups on as the text `[a b]`. Groups that are no role are ignored.
 * @throws SopError NotSignedIn (401)
 */
export function actorOf(event: APIGatewayProxyEventV2): Actor {
  const read = z.safeParse(authorized, event.requestContext);
  const claims = read.success ? read.data.authorizer.jwt.claims : {};
  const id = claims.username ?? claims['cognito:username'];
  if (id === undefined || id === '') {
    throw new SopError('NotSignedIn', 401, { zh: '请先登录。', en: 'Sign in first.' });
  }
  const groups = claims['cognito:groups'] ?? [];
  const names = typeof groups === 'string' ? groups.replace(/^\[|\]$/g, '').split(/[\s,]+/) : groups;
  return { id, roles: [...new Set(names.filter(isRole))] };
}
