import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InvocationResult, Log } from '../../contract.ts';
import type { FunctionSpec } from '../../template/functions.ts';
import type { Usage } from '../../usage.ts';
import { ServiceError } from '../aws/service-error.ts';
import { localAccessKey } from '../s3/presigned.ts';
import type { FunctionLogs } from './function-logs.ts';
import { FunctionPool } from './function-pool.ts';

/** Lambda's quota for the event and the answer of one synchronous invocation, bytes. */
export const payloadLimit = 6_291_556;

const tooLargeAnswer: InvocationResult = {
  payload: JSON.stringify({
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${payloadLimit} bytes).`,
  }),
  functionError: 'Unhandled',
};

/** Where functions run. */
export interface LambdaSurroundings {
  readonly region: string;
  readonly awsUrl: string;
  /** Holds the code of inline functions. */
  readonly dataDir: string;
  readonly usage: Usage;
  readonly logs: FunctionLogs;
  readonly log: Log;
  /** Epoch milliseconds, for log lines. */
  readonly now: () => number;
}

/** The template's functions, each in worker threads of its own, with the environment the template gives it. */
export class LambdaRuntime {
  readonly functions: readonly FunctionSpec[];
  private readonly pools = new Map<string, FunctionPool>();
  private readonly surroundings: LambdaSurroundings;

  constructor(functions: readonly FunctionSpec[], surroundings: LambdaSurroundings) {
    this.functions = functions;
    this.surroundings = surroundings;
  }

  /** Finds a function by name, ARN (with or without version or alias) or logical id. @throws ServiceError `ResourceNotFoundException`. */
  find(nameOrArn: string): FunctionSpec {
    const bare =
      /^arn:aws:lambda:[^:]*:[^:]*:function:([^:]+)/.exec(nameOrArn)?.[1] ?? nameOrArn.replace(/:[^:]*$/, '');
    const found = this.functions.find((spec) => spec.name === bare || spec.logicalId === bare);
    if (found) return found;
    throw new ServiceError('ResourceNotFoundException', `Function not found: ${nameOrArn}`, 404);
  }

  /**
   * Invokes a function and waits for its answer. @param event JSON text.
   * @throws ServiceError `RequestTooLargeException` for an event above the quota.
   */
  async invoke(spec: FunctionSpec, event: string): Promise<InvocationResult> {
    const size = Buffer.byteLength(event);
    if (size > payloadLimit) {
      const text = `${size} byte payload is too large for the RequestResponse invocation type (limit ${payloadLimit} bytes)`;
      throw new ServiceError('RequestTooLargeException', text, 413);
    }
    let pool = this.pools.get(spec.name);
    if (!pool) {
      pool = this.makePool(spec);
      this.pools.set(spec.name, pool);
    }
    const result = await pool.invoke(event);
    return Buffer.byteLength(result.payload) > payloadLimit ? tooLargeAnswer : result;
  }

  /** Invocations running or waiting, all functions together. */
  get load(): number {
    return [...this.pools.values()].reduce((sum, pool) => sum + pool.load, 0);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.stop()));
    this.surroundings.logs.flush();
  }

  private makePool(spec: FunctionSpec): FunctionPool {
    const { usage, logs, log, now } = this.surroundings;
    return new FunctionPool(spec, {
      folder: this.codeFolder(spec),
      environment: this.runtimeEnvironment(spec),
      onOutput: (requestId, text) => {
        for (const message of text.split('\n')) {
          if (message === '') continue;
          logs.append(spec.name, { timestamp: now(), requestId, message });
          log.detail(`${spec.logicalId}: ${message}`);
        }
      },
      onDone: (milliseconds, result) => {
        usage.add('lambdaInvocations', spec.name, 1);
        usage.add('lambdaMilliseconds', spec.name, Math.ceil(milliseconds));
        if (result.functionError !== undefined) log.detail(`${spec.logicalId} failed: ${result.payload.slice(0, 500)}`);
      },
    });
  }

  private runtimeEnvironment(spec: FunctionSpec): Record<string, string> {
    const { region, awsUrl } = this.surroundings;
    return {
      PATH: process.env.PATH ?? '',
      TZ: ':UTC',
      LANG: 'en_US.UTF-8',
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ENDPOINT_URL: awsUrl,
      AWS_ACCESS_KEY_ID: localAccessKey.id,
      AWS_SECRET_ACCESS_KEY: localAccessKey.secret,
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_NAME: spec.name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${spec.name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: 'local',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      LAMBDA_TASK_ROOT: this.codeFolder(spec),
      _HANDLER: spec.handler,
    };
  }

  private codeFolder(spec: FunctionSpec): string {
    if ('folder' in spec.code) return spec.code.folder;
    const folder = join(this.surroundings.dataDir, 'inline', spec.logicalId);
    const file = join(folder, 'index.cjs');
    if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
    writeFileSync(file, spec.code.inline);
    return folder;
  }
}
