import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Invoke, Json } from '../../../local/asl/contract.ts';
import { type Journal, volatileJournal } from '../../../local/asl/journal.ts';
import { openFileJournal } from '../../../local/asl/journal-file.ts';
import { manualClock } from '../../../local/manual-clock.ts';
import {
  askTask,
  type Ended,
  lambdaReturns,
  lambdaThrows,
  lastToken,
  MACHINE_ARN,
  MORNING,
  machineOf,
  payloadOf,
  type TestedMachine,
  workTask,
} from '../../support/asl-machine.ts';

const root = mkdtempSync(join(tmpdir(), 'asl-journal-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;
function newFolder(): string {
  folders++;
  return join(root, String(folders));
}

function block(states: { [name: string]: Json }): Json {
  return { StartAt: Object.keys(states)[0] ?? '', States: states };
}

const CHILD_ARN = 'arn:aws:states:us-east-1:111111111111:stateMachine:child';
/** Ends at once: before the one that started it has written that it did. */
const QUICK_ARN = 'arn:aws:states:us-east-1:111111111111:stateMachine:quick';

/** Everything a machine can wait for, one after the other and at the same time. */
const STATES: { [name: string]: Json } = {
  Ask: askTask({ HeartbeatSeconds: 86_400, Assign: { decision: '{% $states.result %}' }, Next: 'Both' }),
  Both: {
    Type: 'Parallel',
    Branches: [
      block({
        Later: { Type: 'Wait', Seconds: 3600, Next: 'Work' },
        Work: workTask({
          Arguments: { FunctionName: 'work', Payload: { attempt: '{% $states.context.State.RetryCount %}' } },
          Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 30 }],
          Output: '{% $states.result.Payload %}',
        }),
      }),
      block({
        Each: {
          Type: 'Map',
          Items: [1, 2, 3],
          MaxConcurrency: 2,
          ItemProcessor: block({
            'Each work': workTask({
              Arguments: { FunctionName: 'work', Payload: { item: '{% $states.input %}' } },
              Output: '{% $states.result.Payload.item %}',
            }),
          }),
          End: true,
        },
      }),
    ],
    Next: 'Nested quick',
  },
  'Nested quick': {
    Type: 'Task',
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    Arguments: { StateMachineArn: QUICK_ARN, Name: 'named', Input: '{% $states.input %}' },
    Output: '{% $states.result.Output %}',
    Next: 'Nested',
  },
  Nested: {
    Type: 'Task',
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    Arguments: { StateMachineArn: CHILD_ARN, Input: '{% $states.input %}' },
    Output: { decision: '{% $decision %}', nested: '{% $states.result.Output %}', both: '{% $states.input %}' },
    End: true,
  },
};

const work: Invoke = async (call) => {
  const payload = payloadOf(call);
  const first = typeof payload === 'object' && payload !== null && 'attempt' in payload && payload.attempt === 0;
  return first ? lambdaThrows('Busy') : lambdaReturns(payload);
};

function openMachine(folder: string, at: number = MORNING): TestedMachine {
  const machine = machineOf(STATES, { journal: openFileJournal(folder), clock: manualClock(at), invoke: work });
  machine.executor.putStateMachine({
    stateMachineArn: CHILD_ARN,
    name: 'child',
    definition: JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'Ask too', States: { 'Ask too': askTask() } }),
  });
  machine.executor.putStateMachine({
    stateMachineArn: QUICK_ARN,
    name: 'quick',
    definition: JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'End', States: { End: { Type: 'Succeed' } } }),
  });
  return machine;
}

/** Answers every token it knows of, as often as there is a new one, while time passes. */
async function drive(
  machine: TestedMachine,
  executionArn: string,
  decision: string,
  known: readonly string[],
  decided: (token: string) => void = () => undefined,
): Promise<Ended> {
  const answered = new Set<string>();
  for (let rounds = 0; rounds < 60; rounds++) {
    await machine.settle();
    if (machine.executor.describeExecution(executionArn).status !== 'RUNNING') break;
    const asked = machine.calls.flatMap(({ taskToken }) => (taskToken === undefined ? [] : [taskToken]));
    const fresh = [...known, ...asked].filter((token) => !answered.has(token));
    for (const token of fresh) {
      answered.add(token);
      // What the crash undid, or what was decided before it, is too late or not there: as for a person.
      const taken = await machine.executor.sendTaskSuccess(token, JSON.stringify(decision)).then(
        () => true,
        () => false,
      );
      if (taken) decided(token);
    }
    if (fresh.length > 0) continue;
    const next = machine.clock.next();
    if (next === undefined) break;
    machine.clock.advanceTo(next);
  }
  return machine.end(executionArn);
}

describe('a journal cut off anywhere', () => {
  it('goes on to the same end, with nothing lost that was answered', async () => {
    // Given a run of everything, and how long the journal was when each answer was given
    const folder = newFolder();
    const file = join(folder, 'journal.log');
    const whole = openMachine(folder);
    const executionArn = await whole.start({ case: 1 }, 'case-1');
    const startedAt = statSync(file).size;
    const decidedAt: number[] = [];
    const original = await drive(whole, executionArn, 'before', [], () => decidedAt.push(statSync(file).size));
    expect(original).toMatchObject({ status: 'SUCCEEDED', output: { decision: 'before', nested: 'before' } });
    expect(decidedAt).toHaveLength(2);
    const tokens = whole.calls.flatMap(({ taskToken }) => taskToken ?? []);
    const bytes = readFileSync(file);
    await whole.executor.close();

    // When it is cut at the end of each record, one byte before and after it, and in its middle
    const ends = [...bytes.keys()].filter((index) => bytes[index] === 10).map((index) => index + 1);
    const cuts = new Set([0, ...ends.flatMap((end, at) => [end - 1, end, end + 1, (end + (ends[at - 1] ?? 0)) >> 1])]);
    let goneOn = 0;
    for (const cut of [...cuts].filter((position) => position <= bytes.length)) {
      const copy = newFolder();
      openFileJournal(copy).close();
      writeFileSync(join(copy, 'journal.log'), bytes.subarray(0, cut));
      const machine = openMachine(copy, whole.clock.now());
      const { executor } = machine;
      const known = executor.listExecutions(MACHINE_ARN).map(({ name }) => name);

      // Then an execution whose start was answered is known
      if (cut >= startedAt) expect(known, `cut at ${cut}`).toEqual(['case-1']);
      if (known.length === 0) continue;
      const kept = executor.getExecutionHistory(executionArn);
      expect(kept, `cut at ${cut}`).toEqual(original.events.slice(0, kept.length));

      // and it ends as it would have, with every decision that was answered
      executor.resume();
      const ended = await drive(machine, executionArn, 'after', tokens);
      const decisions = decidedAt.map((size) => (cut >= size ? 'before' : expect.stringMatching(/before|after/)));
      expect(ended, `cut at ${cut}`).toMatchObject({
        status: 'SUCCEEDED',
        output: { decision: decisions[0], nested: decisions[1], both: [{ attempt: 1 }, [1, 2, 3]] },
      });
      expect(ended.events.map(({ id }) => id)).toEqual(ended.events.map((_, index) => index + 1));
      expect(ended.types.filter((type) => type === 'ExecutionSucceeded')).toHaveLength(1);
      expect(executor.listExecutions(CHILD_ARN)).toHaveLength(1);
      expect(executor.listExecutions(QUICK_ARN)).toHaveLength(1);
      goneOn++;
      await executor.close();
    }
    expect(goneOn).toBeGreaterThan(30);
  });
});

describe('a journal opened again', () => {
  it('keeps tokens valid and time limits where they were, by wall time', async () => {
    const folder = newFolder();
    const states = { Ask: askTask({ TimeoutSeconds: 3600 }) };
    const before = machineOf(states, { journal: openFileJournal(folder) });
    const answered = await before.start({}, 'answered');
    const token = lastToken(before);
    const forgotten = await before.start({}, 'forgotten');
    await before.executor.close();

    const after = machineOf(states, { journal: openFileJournal(folder), clock: manualClock(MORNING + 3_599_000) });
    after.executor.resume();
    await after.executor.sendTaskSuccess(token, '"yes"');
    expect((await after.end(answered)).output).toBe('yes');
    expect(after.calls).toHaveLength(0);
    await after.pass(1000);
    expect(after.executor.describeExecution(forgotten)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });

  it('rings at once for what became due while nothing ran', async () => {
    const folder = newFolder();
    const states = { Wait: { Type: 'Wait', Seconds: 60, Output: '{% $now() %}', End: true } };
    const before = machineOf(states, { journal: openFileJournal(folder) });
    const executionArn = await before.start();
    await before.executor.close();
    const after = machineOf(states, { journal: openFileJournal(folder), clock: manualClock(MORNING + 86_400_000) });
    after.executor.resume();
    expect((await after.end(executionArn)).output).toBe('2026-11-24T02:00:00.000Z');
  });

  it('calls a function again that was being called', async () => {
    const folder = newFolder();
    const before = machineOf(
      { Work: workTask() },
      {
        journal: openFileJournal(folder),
        invoke: () => new Promise(() => undefined),
      },
    );
    const executionArn = await before.start({ a: 1 });
    await before.executor.close();
    const after = machineOf({ Work: workTask() }, { journal: openFileJournal(folder) });
    expect(after.calls).toHaveLength(0);
    after.executor.resume();
    const { status, types } = await after.end(executionArn);
    expect(status).toBe('SUCCEEDED');
    expect(types.filter((type) => type === 'TaskScheduled')).toHaveLength(1);
    expect(after.calls[0]?.arguments).toEqual(before.calls[0]?.arguments);
  });

  it('is refused when a record was damaged, with the place', async () => {
    const folder = newFolder();
    const machine = machineOf({ Ask: askTask() }, { journal: openFileJournal(folder) });
    await machine.start();
    await machine.executor.close();
    const file = join(folder, 'journal.log');
    const bytes = readFileSync(file);
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    expect(() => openFileJournal(folder)).toThrow('journal.log is damaged at byte 0');
  });
});

describe('an archive', () => {
  const states = { Work: workTask({ Output: '{% $states.result.Payload %}' }) };

  async function filled(folder: string, invoke: Invoke = work): Promise<TestedMachine> {
    const machine = machineOf(states, { journal: openFileJournal(folder, 20_000), invoke });
    for (let index = 0; index < 40; index++) await machine.start({ index }, `case-${index}`);
    return machine;
  }

  it('takes finished executions out of the journal, and still tells all of them', async () => {
    const folder = newFolder();
    const machine = await filled(folder);
    expect(statSync(join(folder, 'journal.log')).size).toBeLessThan(40_000);
    const archived = statSync(join(folder, 'archive.log')).size;
    expect(archived).toBeGreaterThan(20_000);
    for (const executor of [machine.executor, machineOf(states, { journal: openFileJournal(folder) }).executor]) {
      const listed = executor.listExecutions(MACHINE_ARN, 'SUCCEEDED');
      expect(listed).toHaveLength(40);
      for (const { executionArn, name } of listed) {
        expect(executor.describeExecution(executionArn)).toMatchObject({
          output: JSON.stringify({ index: Number(name.slice(5)) }),
        });
        expect(executor.getExecutionHistory(executionArn)).toHaveLength(7);
      }
      await expect(
        executor.startExecution({ stateMachineArn: MACHINE_ARN, name: 'case-0', input: '{"index":0}' }),
      ).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
      await executor.close();
    }
  });

  it('gives back a failed execution to be redriven', async () => {
    const folder = newFolder();
    let broken = true;
    const machine = await filled(folder, async (call) => (broken ? lambdaThrows('Broken') : work(call)));
    expect(existsSync(join(folder, 'archive.log'))).toBe(true);
    broken = false;
    const executionArn = `${MACHINE_ARN.replace(':stateMachine:', ':execution:')}:case-0`;
    await machine.executor.redriveExecution(executionArn);
    expect((await machine.end(executionArn)).output).toEqual({ index: 0 });
    await machine.executor.close();
    const again = machineOf(states, { journal: openFileJournal(folder) });
    expect(again.executor.describeExecution(executionArn)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
    expect(again.executor.listExecutions(MACHINE_ARN)).toHaveLength(40);
  });

  it('half written, or with a journal half renewed, changes nothing', async () => {
    const folder = newFolder();
    const machine = await filled(folder);
    await machine.executor.close();
    const copy = newFolder();
    cpSync(folder, copy, { recursive: true });
    appendFileSync(join(copy, 'archive.log'), '12345678 {"head":');
    appendFileSync(join(copy, 'archive.index'), '12345678 {"head":');
    writeFileSync(join(copy, 'journal.next'), '12345678 {"k":');
    const again = machineOf(states, { journal: openFileJournal(copy, 20_000) });
    expect(again.executor.listExecutions(MACHINE_ARN, 'SUCCEEDED')).toHaveLength(40);
    for (let index = 40; index < 80; index++) await again.start({ index }, `case-${index}`);
    await again.executor.close();
    const last = machineOf(states, { journal: openFileJournal(copy) }).executor;
    for (const { executionArn } of last.listExecutions(MACHINE_ARN)) {
      expect(last.getExecutionHistory(executionArn)).toHaveLength(7);
    }
    expect(last.listExecutions(MACHINE_ARN)).toHaveLength(80);
  });
});

describe('a journal that cannot be written', () => {
  const fullDisk: Journal = {
    ...volatileJournal(),
    durable: true,
    write() {
      throw new Error('no space left');
    },
  };

  it('lets nothing out: no answer, no call', async () => {
    const machine = machineOf({ Work: workTask() }, { journal: fullDisk });
    await expect(machine.start()).rejects.toThrow('no space left');
    await machine.settle();
    expect(machine.calls).toHaveLength(0);
  });
});
