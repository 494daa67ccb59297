/** How long a task waits for its integration. */
export type Pattern = 'requestResponse' | 'sync' | 'sync2' | 'waitForTaskToken';

/** What a Task's `Resource` names. */
export interface Integration {
  /** `function` a function's own ARN, `lambda` lambda:invoke, `execution` a nested execution, `service` any other. */
  readonly kind: 'function' | 'lambda' | 'execution' | 'service';
  readonly pattern: Pattern;
  /** As history events name it: `lambda`, `sqs`, `states`. */
  readonly resourceType: string;
  /** As history events name it: `invoke`, `sendMessage.waitForTaskToken`. */
  readonly resource: string;
  readonly region: string;
}

const known = new Map<string, Integration>();

/** Reads a Task's `Resource`. */
export function integrationOf(resource: string): Integration {
  const before = known.get(resource);
  if (before !== undefined) return before;
  const integration = read(resource);
  known.set(resource, integration);
  return integration;
}

function read(resource: string): Integration {
  const [, , service = '', region = '', , ...rest] = resource.split(':');
  if (service === 'lambda') {
    return { kind: 'function', pattern: 'requestResponse', resourceType: 'lambda', resource: 'function', region };
  }
  // `aws-sdk:sfn:startExecution` has three parts, `sqs:sendMessage.waitForTaskToken` two, `.sync:2` one more.
  const version = rest.at(-1) === '2' ? rest.pop() : undefined;
  const action = rest.pop() ?? '';
  const resourceType = rest.join(':');
  const [api = '', suffix] = action.split('.');
  const pattern: Pattern =
    suffix === 'sync'
      ? version === '2'
        ? 'sync2'
        : 'sync'
      : suffix === 'waitForTaskToken'
        ? suffix
        : 'requestResponse';
  return {
    kind: kindOf(resourceType, api),
    pattern,
    resourceType,
    resource: version === undefined ? action : `${action}:${version}`,
    region: region === '' ? 'us-east-1' : region,
  };
}

function kindOf(resourceType: string, api: string): Integration['kind'] {
  if (resourceType === 'lambda' && api === 'invoke') return 'lambda';
  return resourceType === 'states' && api === 'startExecution' ? 'execution' : 'service';
}
