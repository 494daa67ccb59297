import { integrationOf } from '../integrations/resource.ts';

type Support = 'sync' | 'waitForTaskToken';

const CALLBACK: readonly Support[] = ['waitForTaskToken'];
const JOB: readonly Support[] = ['sync'];
const BOTH: readonly Support[] = ['sync', 'waitForTaskToken'];

/** The optimized integrations of AWS, and which patterns they have besides request and response. */
const OPTIMIZED: { readonly [api: string]: readonly Support[] } = {
  'lambda:invoke': CALLBACK,
  'states:startExecution': BOTH,
  'sqs:sendMessage': CALLBACK,
  'sns:publish': CALLBACK,
  'events:putEvents': CALLBACK,
  'dynamodb:getItem': [],
  'dynamodb:putItem': [],
  'dynamodb:updateItem': [],
  'dynamodb:deleteItem': [],
  'apigateway:invoke': CALLBACK,
  'http:invoke': [],
  'batch:submitJob': JOB,
  'ecs:runTask': BOTH,
  'glue:startJobRun': JOB,
  'databrew:startJobRun': JOB,
  'codebuild:startBuild': JOB,
  'codebuild:startBuildBatch': JOB,
  'athena:startQueryExecution': JOB,
  'athena:stopQueryExecution': [],
  'athena:getQueryExecution': [],
  'athena:getQueryResults': [],
  'bedrock:invokeModel': CALLBACK,
  'bedrock:createModelCustomizationJob': JOB,
};

/** Services with more optimized calls than are worth listing here. */
const WHOLE_SERVICES = new Set([
  'eks',
  'emr-containers',
  'emr-serverless',
  'elasticmapreduce',
  'mediaconvert',
  'sagemaker',
]);

const FUNCTION_ARN = /^arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:[\w$-]+(:[\w$-]+)?$/;
const ACTIVITY_ARN = /^arn:aws[\w-]*:states:[\w-]+:\d{12}:activity:.+$/;
const SERVICE_ARN = /^arn:aws[\w-]*:states:[\w-]*:(\d{12})?:[\w-]+(:[\w-]+)+(\.(sync(:2)?|waitForTaskToken))?$/;

/** What a Task's `Resource` is. */
export type ResourceKind = 'known' | 'activity' | 'unknown';

export function resourceKind(resource: string): ResourceKind {
  if (FUNCTION_ARN.test(resource)) return 'known';
  if (ACTIVITY_ARN.test(resource)) return 'activity';
  if (!SERVICE_ARN.test(resource)) return 'unknown';
  const { resourceType, resource: action, pattern } = integrationOf(resource);
  if (resourceType.startsWith('aws-sdk:')) return pattern.startsWith('sync') ? 'unknown' : 'known';
  if (WHOLE_SERVICES.has(resourceType)) return 'known';
  const patterns = OPTIMIZED[`${resourceType}:${action.split('.')[0]}`];
  if (patterns === undefined) return 'unknown';
  const needed = pattern === 'sync2' ? 'sync' : pattern;
  return needed === 'requestResponse' || patterns.includes(needed) ? 'known' : 'unknown';
}
