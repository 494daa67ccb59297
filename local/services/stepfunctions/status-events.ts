import type { ExecutionDescription, Executor, Json } from '../../asl/contract.ts';
import type { Log } from '../../contract.ts';
import type { Store } from '../../store.ts';
import type { BusEvent } from '../events/event-bus.ts';

/** The part of an execution its status event tells. */
export type StatusFacts = Pick<
  ExecutionDescription,
  'executionArn' | 'stateMachineArn' | 'name' | 'status' | 'startDate' | 'redriveCount'
> &
  Partial<Pick<ExecutionDescription, 'stopDate' | 'input' | 'output' | 'error' | 'cause'>>;

/**
 * Puts "Step Functions Execution Status Change" on the default bus for every change of status. What was told is written
 * in the same transaction as the deliveries, so that after a crash each change is told at least once.
 */
export class StatusEvents {
  private readonly store: Store;
  private readonly publish: (event: BusEvent) => void;
  private readonly now: () => number;
  private readonly log: Log;

  constructor(store: Store, publish: (event: BusEvent) => void, now: () => number, log: Log) {
    this.store = store;
    this.publish = publish;
    this.now = now;
    this.log = log;
  }

  /** Tells what is new about an execution; nothing when it has been told. What goes wrong is made up for at the next start. */
  tell(facts: StatusFacts): void {
    try {
      this.tellNew(facts);
    } catch (error) {
      this.log.warn(
        `${facts.executionArn}: its status could not be told: ${error instanceof Error ? error.message : error}`,
      );
    }
  }

  private tellNew(facts: StatusFacts): void {
    const told = this.store.get('SELECT status FROM told_statuses WHERE execution = ?', facts.executionArn)?.status;
    const current = mark(facts.status, facts.redriveCount);
    if (told === current) return;
    this.store.transaction(() => {
      const began = mark('RUNNING', facts.redriveCount);
      if (facts.status !== 'RUNNING' && told !== began) this.publish(this.event({ ...facts, status: 'RUNNING' }));
      this.publish(this.event(facts));
      this.store.run(
        'INSERT INTO told_statuses (execution, status) VALUES (?, ?) ON CONFLICT DO UPDATE SET status = excluded.status',
        facts.executionArn,
        current,
      );
    });
  }

  /** Makes up for what a killed run had written to its journal but not told. */
  catchUp(executor: Executor): void {
    const told = new Map(
      this.store.all('SELECT execution, status FROM told_statuses').map((row) => [row.execution, row.status]),
    );
    for (const { stateMachineArn } of executor.listStateMachines()) {
      for (const summary of executor.listExecutions(stateMachineArn)) {
        if (told.get(summary.executionArn) === mark(summary.status, summary.redriveCount)) continue;
        this.tell(executor.describeExecution(summary.executionArn));
      }
    }
  }

  private event(facts: StatusFacts): BusEvent {
    const ended = facts.status !== 'RUNNING';
    const detail: Json = {
      executionArn: facts.executionArn,
      stateMachineArn: facts.stateMachineArn,
      name: facts.name,
      status: facts.status,
      startDate: facts.startDate,
      stopDate: ended ? (facts.stopDate ?? null) : null,
      input: facts.input ?? null,
      output: ended ? (facts.output ?? null) : null,
      inputDetails: { included: facts.input !== undefined },
      outputDetails: ended && facts.output !== undefined ? { included: true } : null,
      error: ended ? (facts.error ?? null) : null,
      cause: ended ? (facts.cause ?? null) : null,
      redriveCount: facts.redriveCount,
    };
    return {
      bus: 'default',
      source: 'aws.states',
      detailType: 'Step Functions Execution Status Change',
      detail,
      resources: [facts.executionArn],
      time: this.now(),
    };
  }
}

function mark(status: string, redriveCount: number): string {
  return `${status}#${redriveCount}`;
}
