import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { input } from '../../../functions/open-task/contract.ts';
import { WAIT_SECONDS } from '../../../functions/open-task/new-task.ts';

const machine: unknown = JSON.parse(
  readFileSync(new URL('../../../statemachines/ad-sales.asl.json', import.meta.url), 'utf8'),
);

const waiting = z.object({
  Resource: z.literal('arn:aws:states:::lambda:invoke.waitForTaskToken'),
  Arguments: z.object({ Payload: z.looseObject({ step: z.string() }) }),
  TimeoutSeconds: z.number(),
});

/** Every state of the machine that waits for a person, however deep. */
function waitingStates(node: unknown, name = ''): [string, z.infer<typeof waiting>][] {
  if (typeof node !== 'object' || node === null) return [];
  const state = waiting.safeParse(node);
  if (state.success) return [[name, state.data]];
  return Object.entries(node).flatMap(([key, child]) => waitingStates(child, key));
}

describe.each(waitingStates(machine))('the state %s', (_, { Arguments, TimeoutSeconds }) => {
  it('waits as long as the task it opens lasts', () => {
    expect(TimeoutSeconds).toBe(WAIT_SECONDS);
  });

  it('hands over what open-task takes, and nothing else', () => {
    const known = Object.keys(input.shape);
    expect(Object.keys(Arguments.Payload).filter((key) => !known.includes(key))).toEqual([]);
    const { findings: _findings, ...always } = input.shape;
    expect(Object.keys(Arguments.Payload)).toEqual(expect.arrayContaining(Object.keys(always)));
  });
});
