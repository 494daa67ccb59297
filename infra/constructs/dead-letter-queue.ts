import { Duration, Validations } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { StageSettings } from '../config.ts';
import { nameOf } from '../naming.ts';

/** Keeps what could not be delivered, encrypted, for two weeks; the operations page says how to redrive it. */
export function deadLetterQueue(scope: Construct, name: string, settings: StageSettings): Queue {
  return new Queue(scope, name, {
    queueName: nameOf(settings, name),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
}

/** For queues that a stream's mapping or a function's asynchronous calls name as their end, which cdk-nag does not see. */
export function acknowledgeAsEnd(queue: Queue): void {
  Validations.of(queue).acknowledge({ id: 'AwsSolutions-SQS3', reason: 'It is itself where undelivered things end.' });
}
