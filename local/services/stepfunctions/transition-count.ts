import type { Executor } from '../../asl/contract.ts';
import type { ExecutionHead } from '../../asl/execution.ts';
import type { Usage } from '../../usage.ts';

/**
 * Counts state transitions as they are billed: each state entered, and each retry of a task. A Task counts when it is
 * scheduled, which a retry does again.
 */
export class TransitionCount {
  private readonly usage: Usage;
  private readonly machineOf = new Map<number, string>();
  private executor: Executor | undefined;

  constructor(usage: Usage) {
    this.usage = usage;
  }

  /** Names the machines by their ARN from now on. */
  knows(executor: Executor): void {
    this.executor = executor;
  }

  sees(head: ExecutionHead): void {
    this.machineOf.set(head.id, head.stateMachineArn);
  }

  /** @param type of a history event that was written. */
  count(executionId: number, type: string): void {
    const billed = (type.endsWith('StateEntered') && type !== 'TaskStateEntered') || type.endsWith('Scheduled');
    if (billed) this.usage.add('stateTransitions', this.nameOf(executionId), 1);
  }

  private nameOf(executionId: number): string {
    const arn = this.machineOf.get(executionId);
    return this.executor?.listStateMachines().find(({ stateMachineArn }) => stateMachineArn === arn)?.name ?? 'unknown';
  }
}
