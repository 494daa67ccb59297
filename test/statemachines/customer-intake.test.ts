import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { machineFrom } from '../support/asl-machine.ts';

const definition = readFileSync(new URL('../../statemachines/customer-intake.asl.json', import.meta.url), 'utf8');
const DAY = 24 * 60 * 60 * 1000;

const called = z.object({ FunctionName: z.string(), Payload: z.string() });
const payload = z.object({ applicationId: z.string(), taskToken: z.optional(z.string()) });

function intake(result: string) {
  const machine = machineFrom(definition, {
    invoke: async () => ({ StatusCode: 200, ExecutedVersion: '$LATEST', Payload: JSON.stringify({ result }) }),
  });
  const calls = () =>
    machine.calls.map((call) => {
      const { FunctionName, Payload } = called.parse(call.arguments);
      return { FunctionName, ...payload.parse(JSON.parse(Payload)) };
    });
  return { machine, calls };
}

test.each([
  ['entered', 'Entered'],
  ['transferred-in', 'Transferred in'],
  ['refused', 'Not entered'],
  ['taken-since', 'Not entered'],
  ['pool-full', 'Not entered'],
  ['duplicate-since', 'Not entered'],
  ['withdrawn', 'Not entered'],
])('IN-4: waits for the approval group, then carries its decision out: %s', async (result, last) => {
  const { machine, calls } = intake(result);
  const execution = await machine.start({ applicationId: 'A-1' });
  await machine.pass(3 * DAY);
  expect(calls()).toMatchObject([{ FunctionName: expect.stringContaining('OpenApplication'), applicationId: 'A-1' }]);
  await machine.executor.sendTaskSuccess(calls()[0]?.taskToken ?? '', JSON.stringify({ outcome: 'accepted' }));
  const ended = await machine.end(execution);
  expect(ended).toMatchObject({ status: 'SUCCEEDED', output: { result } });
  expect(calls()[1]).toEqual({ FunctionName: expect.stringContaining('SettleApplication'), applicationId: 'A-1' });
  expect(JSON.stringify(ended.events)).toContain(`"${last}"`);
});

test('IN-4: undecided for thirty days, and no sooner, it goes on by itself; a word that comes then finds nobody waiting', async () => {
  const { machine, calls } = intake('expired');
  const execution = await machine.start({ applicationId: 'A-1' });
  await machine.pass(30 * DAY - 1000);
  expect(calls()).toHaveLength(1);
  await machine.pass(1000);
  expect(calls()).toHaveLength(2);
  expect(await machine.end(execution)).toMatchObject({ status: 'SUCCEEDED', output: { result: 'expired' } });
  const late = machine.executor.sendTaskSuccess(calls()[0]?.taskToken ?? '', JSON.stringify({ outcome: 'accepted' }));
  await expect(late).rejects.toMatchObject({ name: expect.stringMatching(/Task(TimedOut|DoesNotExist)|InvalidToken/) });
});

test('a hiccup of a function is tried again, and the application still waits its thirty days', async () => {
  let tries = 0;
  const machine = machineFrom(definition, {
    invoke: async () => {
      tries += 1;
      if (tries <= 2) {
        const Payload = JSON.stringify({ errorType: 'TransientFailure', errorMessage: 'busy' });
        return { StatusCode: 200, FunctionError: 'Unhandled', ExecutedVersion: '$LATEST', Payload };
      }
      return { StatusCode: 200, ExecutedVersion: '$LATEST', Payload: JSON.stringify({ result: 'refused' }) };
    },
  });
  const execution = await machine.start({ applicationId: 'A-1' });
  await machine.pass(DAY);
  expect(tries).toBe(3);
  expect(await machine.end(execution)).toMatchObject({ status: 'SUCCEEDED', output: { result: 'refused' } });
});
