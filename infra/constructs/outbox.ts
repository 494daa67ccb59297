import { Duration, Validations } from 'aws-cdk-lib';
import { EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { acknowledgeAsEnd } from './dead-letter-queue.ts';
import type { Records } from './records.ts';
import type { TypedFunction } from './typed-function.ts';

/**
 * Feeds a function from the table's stream, which is the outbox (docs/adr/0001-outbox-by-stream.md): what is written is
 * delivered, in the order of a case, again and again until it is taken or six hours have passed; then it lies in
 * `onFailure`.
 * @param patterns what of the changes the function takes, as Lambda's event filters.
 */
export function feedFromOutbox(
  consumer: TypedFunction,
  records: Records,
  onFailure: Queue,
  ...patterns: readonly Record<string, unknown>[]
): void {
  records.grantStream(consumer);
  Validations.of(consumer).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'Listing streams, like X-Ray, knows no resource-level permissions; reading is granted on this one stream.',
  });
  onFailure.grantSendMessages(consumer.lambda);
  acknowledgeAsEnd(onFailure);
  new EventSourceMapping(consumer, 'Outbox', {
    target: consumer.lambda,
    eventSourceArn: records.streamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 10,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    retryAttempts: 1000,
    maxRecordAge: Duration.hours(6),
    onFailure: new SqsDlq(onFailure),
    filters: patterns.map((pattern) => FilterCriteria.filter(pattern)),
  });
}
