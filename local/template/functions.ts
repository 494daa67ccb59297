import { z } from 'zod';
import type { Resource } from './resolve-stacks.ts';
import { resourceProperties } from './resource-properties.ts';
import { numeric } from './values.ts';

/** A Lambda function as the template describes it. */
export interface FunctionSpec {
  readonly name: string;
  readonly arn: string;
  readonly logicalId: string;
  /** The construct's path in the CDK tree. */
  readonly path: string;
  /** `file.export`, as `Handler`. */
  readonly handler: string;
  /** The unpacked code: a folder of the assembly, or the text of an inline function. */
  readonly code: { readonly folder: string } | { readonly inline: string };
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** `ReservedConcurrentExecutions`: how many invocations may run at once. */
  readonly concurrency?: number;
  /** What becomes of failed asynchronous invocations. */
  readonly asynchronous: {
    readonly maxRetries: number;
    readonly maxAgeMs: number;
    readonly onFailureArn?: string;
    readonly onSuccessArn?: string;
    readonly deadLetterArn?: string;
  };
}

const functionSchema = z.object({
  Handler: z.string().default('index.handler'),
  Runtime: z.string().optional(),
  PackageType: z.literal('Zip').default('Zip'),
  Timeout: numeric.default(3),
  MemorySize: numeric.default(128),
  ReservedConcurrentExecutions: numeric.optional(),
  Environment: z.object({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).optional(),
  DeadLetterConfig: z.object({ TargetArn: z.string() }).optional(),
  Code: z.object({ ZipFile: z.string().optional(), S3Key: z.string().optional() }),
});

const destination = z.object({ Destination: z.string() });
const invokeConfigSchema = z.object({
  FunctionName: z.string(),
  MaximumRetryAttempts: numeric.default(2),
  MaximumEventAgeInSeconds: numeric.default(21_600),
  DestinationConfig: z.object({ OnFailure: destination.optional(), OnSuccess: destination.optional() }).default({}),
});

/** Collects the functions. @throws Error naming the resource when one could not run here. */
export function functionsOf(resources: readonly Resource[]): FunctionSpec[] {
  const configs = resources
    .filter((resource) => resource.type === 'AWS::Lambda::EventInvokeConfig')
    .map((resource) => resourceProperties(resource, invokeConfigSchema));
  return resources
    .filter((resource) => resource.type === 'AWS::Lambda::Function' && resource.noLocalEffect === undefined)
    .map((resource) => {
      const properties = resourceProperties(resource, functionSchema);
      const arn = resource.attributes.Arn ?? resource.ref;
      const config = configs.find(({ FunctionName }) => FunctionName === resource.ref || FunctionName === arn);
      const { OnFailure, OnSuccess } = config?.DestinationConfig ?? {};
      const deadLetter = properties.DeadLetterConfig?.TargetArn;
      if (properties.Runtime !== undefined && !properties.Runtime.startsWith('nodejs')) {
        throw new Error(`${resource.stackName}/${resource.logicalId}: runtime ${properties.Runtime} does not run here`);
      }
      return {
        name: resource.ref,
        arn,
        logicalId: resource.logicalId,
        path: resource.path,
        handler: properties.Handler,
        code: codeOf(resource, properties.Code),
        environment: properties.Environment?.Variables ?? {},
        timeoutMs: properties.Timeout * 1000,
        memoryMb: properties.MemorySize,
        ...(properties.ReservedConcurrentExecutions === undefined
          ? {}
          : { concurrency: properties.ReservedConcurrentExecutions }),
        asynchronous: {
          maxRetries: config?.MaximumRetryAttempts ?? 2,
          maxAgeMs: (config?.MaximumEventAgeInSeconds ?? 21_600) * 1000,
          ...(OnFailure ? { onFailureArn: OnFailure.Destination } : {}),
          ...(OnSuccess ? { onSuccessArn: OnSuccess.Destination } : {}),
          ...(deadLetter === undefined ? {} : { deadLetterArn: deadLetter }),
        },
      };
    });
}

function codeOf(
  resource: Resource,
  code: { ZipFile?: string | undefined; S3Key?: string | undefined },
): FunctionSpec['code'] {
  if (code.ZipFile !== undefined) return { inline: code.ZipFile };
  const folder = code.S3Key === undefined ? undefined : resource.assets.get(code.S3Key);
  if (folder === undefined) {
    throw new Error(`${resource.stackName}/${resource.logicalId}: its code ${code.S3Key} is not among the assets`);
  }
  return { folder };
}
