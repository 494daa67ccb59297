import * as z from 'zod/mini';
import type { Route } from '../shared/http/operation.ts';

/** The function's environment. */
export const env = z.object({});

/** The description itself, and the answer to every request that no route takes. */
export const routes: readonly Route[] = [
  { method: 'GET', path: '/openapi.json', public: true },
  { method: 'ANY', path: '$default', public: true },
];
