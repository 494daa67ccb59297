import { setImmediate as nextTurn } from 'node:timers/promises';
import * as z from 'zod';
import { CONTENT_CHANGED } from '../../functions/deliver-decision/recall-tasks.ts';
import { findStep } from '../../functions/shared/domain/steps.ts';
import type { Finding } from '../../functions/shared/domain/task.ts';
import { type ExecutionDescription, type Executor, type HistoryEvent, TaskFailure } from '../../local/asl/contract.ts';
import { openExecutor } from '../../local/asl/executor.ts';
import { volatileJournal } from '../../local/asl/journal.ts';
import { type ManualClock, manualClock } from '../../local/manual-clock.ts';
import { definition } from './ad-sales-machine.ts';

const lambdaCall = z.object({ FunctionName: z.string(), Payload: z.string().transform((text) => JSON.parse(text)) });

const opening = z.strictObject({
  caseId: z.literal('AD-20261122-7K3F9Q'),
  step: z.string(),
  state: z.string(),
  enteredTime: z.string(),
  executionArn: z.string(),
  taskToken: z.string(),
  issue: z.int(),
  reason: z.string(),
  findings: z.array(z.looseObject({ rule: z.string() })).optional(),
});

const gateWait = z.strictObject({
  caseId: z.literal('AD-20261122-7K3F9Q'),
  gate: z.enum(['sealed', 'paid']),
  enteredTime: z.iso.datetime(),
  taskToken: z.string(),
  issue: z.int(),
});

/** A task that a state opened and waits on. */
export type OpenTask = z.infer<typeof opening>;

/** One case of the advertising-sales machine, played by a test: people answer, time passes, functions fail. */
export interface Sale {
  readonly clock: ManualClock;
  /** The tasks that wait for somebody now, oldest first. */
  open(): readonly OpenTask[];
  /** The open task of that step. @throws Error naming what is open instead. */
  task(step: string): OpenTask;
  /** Every task ever opened, oldest first. */
  readonly opened: readonly OpenTask[];
  /** Decides the open task of a step: the step's way forward unless an outcome is given. */
  decide(step: string, outcome?: string, reason?: string): Promise<void>;
  /** Has the open task of a step issued again, as after a change of what it is decided on. */
  recall(step: string): Promise<void>;
  /** How often the ad's branch waited at its gate, and lets it go on (AD-4). */
  readonly gates: readonly { readonly gate: string }[];
  openGate(): Promise<void>;
  /** Lets the days pass in which nobody acts, until the waits that are open now have run out. */
  nobodyActs(): Promise<void>;
  /** Lets time pass. @param seconds how long. */
  wait(seconds: number): Promise<void>;
  /**
   * Decides forward until the only open task is that of `state`, taking each of `detours` (by step) once on the way.
   */
  reach(state: string, detours?: Readonly<Record<string, string>>): Promise<void>;
  /** Decides forward until nothing is open. */
  finish(): Promise<void>;
  /** The next calls of a function fail with these error names, one each. */
  fail(functionName: string, ...errors: readonly string[]): void;
  redrive(): Promise<void>;
  stop(): Promise<void>;
  /** How often each function was called. */
  calls(functionName: string): number;
  description(): ExecutionDescription;
  /** The output of a succeeded execution. */
  output(): unknown;
  history(): readonly HistoryEvent[];
  /** Names of the states entered, in order. */
  entered(): readonly string[];
  /** `Choice → Next` for every choice taken. */
  choices(): readonly string[];
}

const caseId = 'AD-20261122-7K3F9Q';
const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:ad-sales';

export const contractFinding: Finding = {
  rule: 'contract.total',
  severity: 'error',
  message: { zh: '合计不符', en: 'The total is wrong' },
};

/** Starts a case; resolves once it waits for somebody or has ended. */
export async function startSale(
  options: {
    maxTurns?: number;
    publicationGate?: 'none' | 'sealed' | 'paid';
    findings?: readonly Finding[];
    failing?: Readonly<Record<string, string>>;
  } = {},
): Promise<Sale> {
  const clock = manualClock(Date.UTC(2026, 10, 22, 1));
  const opened: OpenTask[] = [];
  const waiting = new Map<string, OpenTask>();
  const decided = new Map<string, number>();
  const failures = new Map<string, string[]>(
    Object.entries(options.failing ?? {}).map(([name, error]) => [name, [error]]),
  );
  const gates: z.infer<typeof gateWait>[] = [];
  const called = new Map<string, number>();
  let busy = 0;

  const results: Readonly<Record<string, unknown>> = {
    CheckDuplicatesFunction: { customerId: 'c-1' },
    OpenTaskFunction: { taskId: 't', attempt: 1 },
    ReviewContractFunction: { findings: options.findings ?? [contractFinding] },
    ReviewOrderFunction: { findings: options.findings ?? [] },
    NotifyPublicationFunction: { notified: 2 },
    WaitAtGateFunction: { waits: true },
  };

  const executor: Executor = openExecutor({
    clock,
    journal: volatileJournal(),
    random: () => 0.5,
    invoke: async ({ resource, arguments: given }) => {
      if (!resource.startsWith('arn:aws:states:::lambda:invoke')) throw new Error(`Unexpected integration ${resource}`);
      busy += 1;
      try {
        const { FunctionName, Payload } = lambdaCall.parse(given);
        called.set(FunctionName, (called.get(FunctionName) ?? 0) + 1);
        const failure = failures.get(FunctionName)?.shift();
        if (failure !== undefined)
          throw new TaskFailure(failure, JSON.stringify({ errorType: failure, errorMessage: '' }));
        const result = results[FunctionName];
        if (result === undefined) throw new Error(`Unexpected function ${FunctionName}`);
        if (FunctionName === 'OpenTaskFunction') {
          const task = opening.parse(Payload);
          opened.push(task);
          waiting.set(task.taskToken, task);
        }
        if (FunctionName === 'WaitAtGateFunction') gates.push(gateWait.parse(Payload));
        return { StatusCode: 200, ExecutedVersion: '$LATEST', Payload: JSON.stringify(result) };
      } finally {
        busy -= 1;
      }
    },
  });
  executor.putStateMachine({
    stateMachineArn,
    name: 'ad-sales',
    definition: definition.replaceAll(/\$\{(\w+)\}/g, '$1'),
  });
  const { executionArn } = await executor.startExecution({
    stateMachineArn,
    name: caseId,
    input: JSON.stringify({
      caseId,
      maxTurns: options.maxTurns ?? 5,
      ...(options.publicationGate === undefined ? {} : { publicationGate: options.publicationGate }),
    }),
  });

  /** In memory everything that can happen now happens within a few turns of the event loop. */
  async function settled(): Promise<void> {
    for (let quiet = 0, seen = -1; quiet < 3; ) {
      await nextTurn();
      const now = executor.getExecutionHistory(executionArn).length;
      quiet = now === seen && busy === 0 ? quiet + 1 : 0;
      seen = now;
    }
    for (const token of waiting.keys()) if (await isGone(token)) waiting.delete(token);
  }

  /** Whether no state waits on the token any more: its time ran out, or its branch was ended by another. */
  async function isGone(taskToken: string): Promise<boolean> {
    try {
      await executor.sendTaskHeartbeat(taskToken);
      return false;
    } catch {
      return true;
    }
  }

  const sale: Sale = {
    clock,
    opened,
    open: () => [...waiting.values()],
    task(step) {
      const found = sale.open().find((task) => task.step === step);
      if (found) return found;
      const open = sale.open().map(({ state }) => state);
      throw new Error(`Step ${step} is not open; open: ${open.join(', ') || 'nothing'}; ${sale.description().status}`);
    },
    async decide(step, outcome, reason = '') {
      const task = sale.task(step);
      const chosen = outcome ?? findStep(step)?.outcomes[0]?.id;
      const turn = (decided.get(step) ?? 0) + 1;
      decided.set(step, turn);
      waiting.delete(task.taskToken);
      const at = new Date(clock.now()).toISOString();
      await executor.sendTaskSuccess(
        task.taskToken,
        JSON.stringify({ outcome: chosen, reason, turn, by: 'somebody', at }),
      );
      await settled();
    },
    async recall(step) {
      const { taskToken } = sale.task(step);
      waiting.delete(taskToken);
      await executor.sendTaskFailure(taskToken, CONTENT_CHANGED, 'A later version of contract');
      await settled();
      await sale.wait(1);
    },
    gates,
    async openGate() {
      const { gate, taskToken = '' } = gates.at(-1) ?? {};
      await executor.sendTaskSuccess(taskToken, JSON.stringify({ gate }));
      await settled();
    },
    nobodyActs: () => sale.wait(30 * 24 * 60 * 60),
    async wait(seconds) {
      const until = clock.now() + seconds * 1000;
      for (let next = clock.next(); next !== undefined && next <= until; next = clock.next()) {
        clock.advanceTo(next);
        await settled();
      }
      clock.advanceTo(until);
    },
    async reach(state, detours = {}) {
      const left = new Map(Object.entries(detours));
      for (;;) {
        const open = sale.open();
        const other = open.find((task) => task.state !== state);
        if (!other) {
          if (open.length === 1) return;
          throw new Error(`${state} was not reached; ${sale.description().status}`);
        }
        const detour = left.get(other.step);
        left.delete(other.step);
        await sale.decide(other.step, detour, detour === undefined ? '' : `because of ${other.step}`);
      }
    },
    async finish() {
      for (let task = sale.open()[0]; task !== undefined; task = sale.open()[0]) await sale.decide(task.step);
    },
    fail: (functionName, ...errors) => void failures.set(functionName, [...errors]),
    async redrive() {
      await executor.redriveExecution(executionArn);
      await settled();
    },
    async stop() {
      await executor.stopExecution(executionArn, 'CaseCancelled', 'The customer withdrew');
      await settled();
    },
    calls: (functionName) => called.get(functionName) ?? 0,
    description: () => executor.describeExecution(executionArn),
    output: () => JSON.parse(executor.describeExecution(executionArn).output ?? 'null'),
    history: () => executor.getExecutionHistory(executionArn),
    entered: () => sale.history().flatMap((event) => enteredName(event) ?? []),
    choices() {
      const events = new Map(sale.history().map((event) => [event.id, event]));
      return sale.history().flatMap((event) => {
        const before = events.get(event.previousEventId);
        const next = enteredName(event);
        if (next === undefined || before?.type !== 'ChoiceStateExited') return [];
        return [`${nameIn(before, 'stateExitedEventDetails')} → ${next}`];
      });
    },
  };
  await settled();
  return sale;
}

function enteredName(event: HistoryEvent): string | undefined {
  return event.type.endsWith('StateEntered') ? nameIn(event, 'stateEnteredEventDetails') : undefined;
}

function nameIn(event: HistoryEvent, details: `${string}EventDetails`): string {
  return z.object({ name: z.string() }).parse(event[details]).name;
}
