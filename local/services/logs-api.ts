import { z } from 'zod';
import type { Json } from '../asl/contract.ts';
import { ServiceError } from './aws/service-error.ts';
import type { FunctionLogs, LogLine } from './lambda/function-logs.ts';
import type { LambdaRuntime } from './lambda/lambda-runtime.ts';

const filterSchema = z.object({
  logGroupName: z.string().optional(),
  logGroupIdentifier: z.string().optional(),
  startTime: z.number().default(0),
  endTime: z.number().default(Number.MAX_SAFE_INTEGER),
  filterPattern: z.string().default(''),
  limit: z.number().default(10_000),
});

/** The CloudWatch Logs API over what functions wrote: DescribeLogGroups, DescribeLogStreams, FilterLogEvents, GetLogEvents. */
export function logActions(runtime: LambdaRuntime, logs: FunctionLogs): Record<string, (input: Json) => Json> {
  const lines = (input: Json): LogLine[] => {
    const { logGroupName, logGroupIdentifier, startTime, endTime } = filterSchema.parse(input);
    const group = logGroupName ?? logGroupIdentifier ?? '';
    const spec = runtime.functions.find(({ name }) => group.endsWith(`/aws/lambda/${name}`));
    if (!spec) throw new ServiceError('ResourceNotFoundException', 'The specified log group does not exist.');
    return logs.read(spec.name).filter(({ timestamp }) => timestamp >= startTime && timestamp <= endTime);
  };
  const asEvent = ({ timestamp, message }: LogLine) => ({ timestamp, message, ingestionTime: timestamp });
  return {
    DescribeLogGroups: (input) => {
      const { logGroupNamePrefix } = z.object({ logGroupNamePrefix: z.string().default('') }).parse(input);
      const logGroups = runtime.functions
        .map(({ name }) => ({ logGroupName: `/aws/lambda/${name}` }))
        .filter(({ logGroupName }) => logGroupName.startsWith(logGroupNamePrefix));
      return { logGroups };
    },
    DescribeLogStreams: (input) => {
      const last = lines(input).at(-1);
      return { logStreams: [{ logStreamName: 'local', ...(last ? { lastEventTimestamp: last.timestamp } : {}) }] };
    },
    FilterLogEvents: (input) => {
      const { filterPattern, limit } = filterSchema.parse(input);
      const words = [...filterPattern.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
      const found = lines(input).filter(({ message }) => words.every((word) => message.includes(word)));
      return {
        events: found.slice(0, limit).map((line, index) => ({
          ...asEvent(line),
          logStreamName: 'local',
          eventId: String(index),
        })),
        searchedLogStreams: [],
      };
    },
    GetLogEvents: (input) => ({
      events: lines(input).slice(-filterSchema.parse(input).limit).map(asEvent),
      nextForwardToken: 'f/end',
      nextBackwardToken: 'b/start',
    }),
  };
}
