import type { Executor } from '../../asl/contract.ts';
import { notCovered } from '../aws/service-error.ts';
import type { LambdaRuntime } from '../lambda/lambda-runtime.ts';
import type { Queues } from '../queues/queues.ts';
import type { Hand } from './deliveries.ts';
import type { EventBus } from './event-bus.ts';

/** What events can be handed to. */
export interface EventTargets {
  readonly runtime: LambdaRuntime;
  readonly executor: Pick<Executor, 'startExecution'>;
  readonly queues: Queues;
  readonly bus: EventBus;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Hands a payload to the function, state machine, queue or bus of an ARN. Throws for other targets. */
export function handTo(targets: () => EventTargets): Hand {
  return async (target, payload) => {
    const { runtime, executor, queues, bus, now } = targets();
    switch (target.split(':')[2]) {
      case 'lambda': {
        const result = await runtime.invoke(runtime.find(target), payload);
        return { taken: result.functionError === undefined, answer: result.payload };
      }
      case 'states': {
        const { executionArn } = await executor.startExecution({ stateMachineArn: target, input: payload });
        return { taken: true, answer: JSON.stringify({ executionArn }) };
      }
      case 'sqs':
        return { taken: true, answer: JSON.stringify({ MessageId: queues.send(queues.find(target), payload) }) };
      case 'events': {
        const { source, detail, 'detail-type': detailType, resources } = JSON.parse(payload);
        const name = target.split('/').at(-1) ?? 'default';
        return { taken: true, answer: bus.publish({ bus: name, source, detail, detailType, resources, time: now() }) };
      }
      default:
        throw notCovered('events', `a target like ${target}`);
    }
  };
}
