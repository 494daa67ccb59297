import * as z from 'zod/mini';
import { changeEvents } from '../shared/domain/record-change.ts';

const setting = z.string().check(z.minLength(1));

/** Changes that a consumer waits for. */
const awaited = z.object({
  /** The item's `entity` (docs/data-model.md). */
  entity: setting,
  events: z.array(z.enum(changeEvents)).check(z.minLength(1)),
  /** The status the item has after the change; any when left out. */
  status: z.optional(setting),
});
export type AwaitedChanges = z.infer<typeof awaited>;

const route = z.object({ queueUrl: setting, changes: z.array(awaited).check(z.minLength(1)) });
export type Route = z.infer<typeof route>;

/** What the function is told by its environment. */
export const env = z.object({
  /** Which changes go to which queue, as JSON. */
  ROUTES: z.string().check(z.refine((text) => readRoutes(text).success, 'no routes')),
});

/** @throws Error naming what is wrong with the text */
export function routesOf(text: string): readonly Route[] {
  const { data, error } = readRoutes(text);
  if (data === undefined) throw new Error(`The routes are wrong: ${z.prettifyError(error)}`);
  return data;
}

function readRoutes(text: string) {
  return z.safeParse(z.array(route), jsonOr(text));
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
