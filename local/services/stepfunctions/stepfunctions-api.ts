import { z } from 'zod';
import type {
  Diagnostic,
  ExecutionDescription,
  ExecutionStatus,
  ExecutionSummary,
  Executor,
  HistoryEvent,
  Json,
  StateMachine,
} from '../../asl/contract.ts';
import { ServiceError } from '../aws/service-error.ts';

/** What the Step Functions API stands on. */
export interface StepFunctionsPorts {
  readonly executor: Executor;
  readonly validate: (definition: string) => readonly Diagnostic[];
  readonly region: string;
  readonly account: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

type Action = (input: Json) => Json | Promise<Json>;

const byMachine = z.object({ stateMachineArn: z.string() });
const byExecution = z.object({ executionArn: z.string() });
const byToken = z.object({ taskToken: z.string() });
const paging = z.object({ maxResults: z.number().int().min(0).max(1000).default(0), nextToken: z.string().optional() });
const status = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']);

/** The Step Functions API (AWS JSON 1.0). */
export function stepFunctionsActions(ports: StepFunctionsPorts): Record<string, Action> {
  const { executor } = ports;
  return {
    ListStateMachines: (input) => {
      const { items, nextToken } = page(executor.listStateMachines(), paging.parse(input));
      const stateMachines = items.map((machine) => ({
        stateMachineArn: machine.stateMachineArn,
        name: machine.name,
        type: machine.type,
        creationDate: seconds(machine.creationDate),
      }));
      return { stateMachines, ...nextToken };
    },
    DescribeStateMachine: (input) => {
      const machine = executor.describeStateMachine(byMachine.parse(input).stateMachineArn);
      return { ...describedMachine(machine), status: 'ACTIVE', creationDate: seconds(machine.creationDate) };
    },
    DescribeStateMachineForExecution: (input) => {
      const { stateMachineArn } = executor.describeExecution(byExecution.parse(input).executionArn);
      const machine = executor.describeStateMachine(stateMachineArn);
      return { ...describedMachine(machine), updateDate: seconds(machine.creationDate) };
    },
    ListStateMachineVersions: () => ({ stateMachineVersions: [] }),
    ListStateMachineAliases: () => ({ stateMachineAliases: [] }),
    ListTagsForResource: () => ({ tags: [] }),
    CreateStateMachine: (input) => {
      const schema = z.object({
        name: z.string(),
        definition: z.string(),
        roleArn: z.string(),
        type: z.enum(['STANDARD', 'EXPRESS']).default('STANDARD'),
      });
      const request = schema.parse(input);
      const stateMachineArn = `arn:aws:states:${ports.region}:${ports.account}:stateMachine:${request.name}`;
      const machine = executor.putStateMachine({ stateMachineArn, ...request });
      return { stateMachineArn, creationDate: seconds(machine.creationDate) };
    },
    UpdateStateMachine: (input) => {
      const schema = byMachine.extend({ definition: z.string().optional(), roleArn: z.string().optional() });
      const { stateMachineArn, definition, roleArn } = schema.parse(input);
      const before = executor.describeStateMachine(stateMachineArn);
      const role = roleArn ?? before.roleArn;
      executor.putStateMachine({
        stateMachineArn,
        name: before.name,
        definition: definition ?? before.definition,
        type: before.type,
        ...(role === undefined ? {} : { roleArn: role }),
      });
      return { updateDate: seconds(ports.now()) };
    },
    ValidateStateMachineDefinition: (input) => {
      const { definition } = z.object({ definition: z.string() }).parse(input);
      const diagnostics = ports.validate(definition).map(({ severity, code, message, location }) => ({
        severity,
        code,
        message,
        ...(location === undefined ? {} : { location }),
      }));
      const failed = diagnostics.some(({ severity }) => severity === 'ERROR');
      return { result: failed ? 'FAIL' : 'OK', diagnostics, truncated: false };
    },
    StartExecution: async (input) => {
      const schema = byMachine.extend({ name: z.string().optional(), input: z.string().optional() });
      const { stateMachineArn, name, input: text } = schema.parse(input);
      const { executionArn, startDate } = await executor.startExecution({
        stateMachineArn,
        ...(name === undefined ? {} : { name }),
        ...(text === undefined ? {} : { input: text }),
      });
      return { executionArn, startDate: seconds(startDate) };
    },
    StopExecution: async (input) => {
      const schema = byExecution.extend({ error: z.string().optional(), cause: z.string().optional() });
      const { executionArn, error, cause } = schema.parse(input);
      const { stopDate } = await executor.stopExecution(executionArn, error, cause);
      return { stopDate: seconds(stopDate) };
    },
    RedriveExecution: async (input) => {
      const { redriveDate } = await executor.redriveExecution(byExecution.parse(input).executionArn);
      return { redriveDate: seconds(redriveDate) };
    },
    DescribeExecution: (input) => describedExecution(executor.describeExecution(byExecution.parse(input).executionArn)),
    ListExecutions: (input) => {
      const schema = paging.extend({ stateMachineArn: z.string(), statusFilter: status.optional() });
      const { stateMachineArn, statusFilter, ...page_ } = schema.parse(input);
      const all = executor.listExecutions(stateMachineArn, statusFilter);
      const { items, nextToken } = page(all, page_, 100);
      return { executions: items.map(listedExecution), ...nextToken };
    },
    GetExecutionHistory: (input) => {
      const schema = paging.extend({
        executionArn: z.string(),
        reverseOrder: z.boolean().default(false),
        includeExecutionData: z.boolean().default(true),
      });
      const { executionArn, reverseOrder, includeExecutionData, ...page_ } = schema.parse(input);
      const events = executor.getExecutionHistory(executionArn);
      const { items, nextToken } = page(reverseOrder ? events.toReversed() : events, page_, 100);
      return { events: items.map((event) => historyEvent(event, includeExecutionData)), ...nextToken };
    },
    SendTaskSuccess: async (input) => {
      const { taskToken, output } = byToken.extend({ output: z.string() }).parse(input);
      await executor.sendTaskSuccess(taskToken, output);
      return {};
    },
    SendTaskFailure: async (input) => {
      const schema = byToken.extend({ error: z.string().optional(), cause: z.string().optional() });
      const { taskToken, error, cause } = schema.parse(input);
      await executor.sendTaskFailure(taskToken, error, cause);
      return {};
    },
    SendTaskHeartbeat: async (input) => {
      await executor.sendTaskHeartbeat(byToken.parse(input).taskToken);
      return {};
    },
  };
}

function describedMachine(machine: StateMachine): { [key: string]: Json } {
  return {
    stateMachineArn: machine.stateMachineArn,
    name: machine.name,
    definition: machine.definition,
    roleArn: machine.roleArn ?? '',
    type: machine.type,
    loggingConfiguration: { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: { enabled: false },
  };
}

function listedExecution(execution: ExecutionSummary): { [key: string]: Json } {
  return {
    executionArn: execution.executionArn,
    stateMachineArn: execution.stateMachineArn,
    name: execution.name,
    status: execution.status,
    startDate: seconds(execution.startDate),
    ...(execution.stopDate === undefined ? {} : { stopDate: seconds(execution.stopDate) }),
    redriveCount: execution.redriveCount,
    ...(execution.redriveDate === undefined ? {} : { redriveDate: seconds(execution.redriveDate) }),
  };
}

function describedExecution(execution: ExecutionDescription): Json {
  return {
    ...listedExecution(execution),
    input: execution.input,
    inputDetails: { included: true },
    ...(execution.output === undefined ? {} : { output: execution.output, outputDetails: { included: true } }),
    ...(execution.error == null ? {} : { error: execution.error }),
    ...(execution.cause == null ? {} : { cause: execution.cause }),
    ...redriveStatus(execution.status),
  };
}

function redriveStatus(current: ExecutionStatus): { redriveStatus: string; redriveStatusReason?: string } {
  if (current === 'FAILED' || current === 'TIMED_OUT' || current === 'ABORTED') return { redriveStatus: 'REDRIVABLE' };
  return {
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: `Execution is ${current} and cannot be redriven`,
  };
}

const data = new Set(['input', 'output', 'parameters', 'error', 'cause']);

function historyEvent(event: HistoryEvent, includeData: boolean): Json {
  const { timestamp, ...rest } = event;
  const shown: { [key: string]: Json } = { timestamp: seconds(timestamp) };
  for (const [name, value] of Object.entries(z.record(z.string(), z.json().optional()).parse(rest))) {
    if (value === undefined) continue;
    if (includeData || value === null || typeof value !== 'object' || Array.isArray(value)) shown[name] = value;
    else shown[name] = Object.fromEntries(Object.entries(value).filter(([key]) => !data.has(key)));
  }
  return shown;
}

/** One page of a list; the token says where the next begins. */
function page<T>(
  all: readonly T[],
  { maxResults, nextToken }: { maxResults: number; nextToken?: string | undefined },
  usual = 100,
): { items: readonly T[]; nextToken: { nextToken?: string } } {
  const start = nextToken === undefined ? 0 : Number(Buffer.from(nextToken, 'base64url').toString('utf8'));
  if (!Number.isInteger(start) || start < 0) throw new ServiceError('InvalidToken', `Invalid Token: '${nextToken}'`);
  const end = start + (maxResults === 0 ? usual : maxResults);
  const next = end < all.length ? { nextToken: Buffer.from(String(end)).toString('base64url') } : {};
  return { items: all.slice(start, end), nextToken: next };
}

/** AWS JSON carries times as seconds. */
function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}
