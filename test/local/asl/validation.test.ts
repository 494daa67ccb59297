import { describe, expect, it } from 'vitest';
import type { Json } from '../../../local/asl/contract.ts';
import { definitionProblem, UNSUPPORTED, validateDefinition } from '../../../local/asl/validation/validate.ts';
import { machineFrom, workTask } from '../../support/asl-machine.ts';

type Fields = { [field: string]: Json };

function machine(states: Fields, fields: Fields = {}): string {
  return JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: Object.keys(states)[0] ?? 'A',
    States: states,
    ...fields,
  });
}

/** Findings as `CODE message @ place`. */
function findings(definition: string, type: 'STANDARD' | 'EXPRESS' = 'STANDARD'): string[] {
  return validateDefinition(definition, type).map(({ code, message, location }) => `${code} ${message} @ ${location}`);
}

const done = { Type: 'Succeed' };

describe('a definition that is refused', () => {
  it.each<[string, string, string]>([
    ['no states', '{}', 'SCHEMA_VALIDATION_FAILED These fields are required: [States, StartAt] @ /'],
    [
      'text that is no JSON',
      'not a definition',
      "INVALID_JSON_DESCRIPTION Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [Source: (String)\"not a definition\"; line: 1, column: 4] @ [Source: (String)\"not a definition\"; line: 1, column: 4]",
    ],
    [
      'a start that is not there',
      machine({ A: done }, { StartAt: 'B' }),
      "MISSING_TRANSITION_TARGET Missing 'StartAt' target: B @ /StartAt",
    ],
    [
      'a next that is not there',
      machine({ A: { Type: 'Pass', Next: 'B' } }),
      "MISSING_TRANSITION_TARGET Missing 'Next' target: B @ /States/A/Next",
    ],
    [
      'a catcher that leads nowhere',
      machine({ A: workTask({ Catch: [{ ErrorEquals: ['E'], Next: 'B' }] }) }),
      "MISSING_TRANSITION_TARGET Missing 'Next' target: B @ /States/A/Catch[0]/Next",
    ],
    [
      'a state nobody reaches',
      machine({ A: done, B: done }),
      'MISSING_TRANSITION_TARGET State "B" is not reachable. @ /States/B',
    ],
    [
      'neither Next nor End',
      machine({ A: { Type: 'Pass' } }),
      'SCHEMA_VALIDATION_FAILED One of the fields is required: [Next, End] @ /States/A',
    ],
    [
      'a task without resource',
      machine({ A: { Type: 'Task', End: true } }),
      'SCHEMA_VALIDATION_FAILED These fields are required: [Resource] @ /States/A',
    ],
    [
      'a field nobody knows',
      machine({ A: { ...done, Colour: 'red' } }),
      'SCHEMA_VALIDATION_FAILED Field is not supported @ /States/A/Colour',
    ],
    [
      'a field of JSONPath in JSONata',
      machine({ A: { Type: 'Pass', InputPath: '$', End: true } }),
      "SCHEMA_VALIDATION_FAILED The field 'InputPath' is not supported with the query language JSONata @ /States/A/InputPath",
    ],
    [
      'an expression that cannot be parsed',
      machine({ A: { ...done, Output: { a: ['{% 1 + %}'] } } }),
      "SCHEMA_VALIDATION_FAILED The JSONata expression '1 +' cannot be parsed: Unexpected end of expression @ /States/A/Output/a[0]",
    ],
    [
      'States.ALL in company',
      machine({ A: workTask({ Retry: [{ ErrorEquals: ['States.ALL', 'E'] }] }) }),
      "SCHEMA_VALIDATION_FAILED 'States.ALL' must appear alone, and in the last rule only @ /States/A/Retry[0]/ErrorEquals",
    ],
    [
      'a heartbeat no shorter than the time-out',
      machine({ A: workTask({ TimeoutSeconds: 10, HeartbeatSeconds: 10 }) }),
      "SCHEMA_VALIDATION_FAILED 'HeartbeatSeconds' must be smaller than 'TimeoutSeconds' @ /States/A/HeartbeatSeconds",
    ],
    [
      'a variable named states',
      machine({ A: { Type: 'Pass', Assign: { states: 1 }, End: true } }),
      "SCHEMA_VALIDATION_FAILED 'states' is not a valid variable name @ /States/A/Assign/states",
    ],
    [
      'an inner variable with an outer name',
      machine({
        A: { Type: 'Pass', Assign: { n: 1 }, Next: 'B' },
        B: {
          Type: 'Parallel',
          Branches: [{ StartAt: 'C', States: { C: { Type: 'Pass', Assign: { n: 2 }, End: true } } }],
          End: true,
        },
      }),
      "SCHEMA_VALIDATION_FAILED The variable 'n' is assigned in an outer scope and can not be assigned in an inner one @ /States/B/Branches[0]/States/C/Assign/n",
    ],
    [
      'a name used twice',
      machine({ A: { Type: 'Parallel', Branches: [{ StartAt: 'A', States: { A: done } }], End: true } }),
      'DUPLICATE_STATE_NAME Duplicate state name: A @ /States/A/Branches[0]/States/A',
    ],
    [
      'an integration AWS does not have',
      machine({ A: { Type: 'Task', Resource: 'arn:aws:states:::dynamodb:query', End: true } }),
      'SCHEMA_VALIDATION_FAILED The resource provided arn:aws:states:::dynamodb:query is not recognized. The value is not a valid resource ARN, or the resource is not available in this region. @ /States/A/Resource',
    ],
    [
      'a Timestamp that is none',
      machine({ A: { Type: 'Wait', Timestamp: '2016-12-05 21:29:29Z', End: true } }),
      'SCHEMA_VALIDATION_FAILED String does not match RFC3339 timestamp @ /States/A/Timestamp',
    ],
    [
      'seconds and a timestamp at once',
      machine({ A: { Type: 'Wait', Seconds: 1, Timestamp: '2016-12-05T21:29:29Z', End: true } }),
      'SCHEMA_VALIDATION_FAILED One and only one of the fields is required: [Seconds, Timestamp] @ /States/A',
    ],
  ])('%s', (_what, definition, finding) => {
    expect(findings(definition)).toContain(finding);
  });

  it('waits for a token in an express machine', () => {
    const definition = machine({
      A: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', End: true },
    });
    expect(findings(definition)).toEqual([]);
    expect(findings(definition, 'EXPRESS')).toEqual([
      "SCHEMA_VALIDATION_FAILED Express state machine does not support '.waitForTaskToken' service integration @ /States/A/Resource",
    ]);
  });

  it('is refused by the executor with all that is wrong', () => {
    expect(() => machineFrom('{}')).toThrow(
      expect.objectContaining({
        name: 'InvalidDefinition',
        message:
          "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /'",
      }),
    );
  });
});

describe('what is not supported here', () => {
  it.each<[string, Fields, string]>([
    ['JSONPath', { A: { Type: 'Pass', QueryLanguage: 'JSONPath', InputPath: '$', End: true } }, 'JSONPath'],
    [
      'JSONPath choices',
      { A: { Type: 'Choice', Choices: [{ Variable: '$', Next: 'B' }], Default: 'B' }, B: done },
      'JSONata condition',
    ],
    ['JSONPath assignments', { A: { Type: 'Pass', Assign: { 'a.$': '$' }, End: true } }, 'JSONPath'],
    [
      'activities',
      { A: { Type: 'Task', Resource: 'arn:aws:states:us-east-1:111111111111:activity:a', End: true } },
      'Activities',
    ],
    [
      'Distributed Map',
      {
        A: {
          Type: 'Map',
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
            StartAt: 'B',
            States: { B: done },
          },
          End: true,
        },
      },
      'Distributed Map',
    ],
  ])('%s says so', (_what, states, said) => {
    const found = validateDefinition(JSON.stringify({ StartAt: 'A', States: states }), 'STANDARD');
    expect(found.map(({ code }) => code)).toContain(UNSUPPORTED);
    expect(definitionProblem(found)).toContain(said);
  });
});

describe('a definition that is taken', () => {
  it('without anything of a query language runs, whatever its language', async () => {
    const states = { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Wait', Seconds: 1, Next: 'C' }, C: done };
    const run = await machineFrom(JSON.stringify({ StartAt: 'A', States: states })).run({ kept: true });
    expect(run).toMatchObject({ status: 'SUCCEEDED', output: { kept: true } });
  });

  it('may hold every field of the language at once', () => {
    expect(
      findings(
        machine(
          {
            A: {
              ...workTask({
                Next: 'B',
                TimeoutSeconds: '{% 60 %}',
                HeartbeatSeconds: 10,
                Credentials: { RoleArn: 'arn:r' },
              }),
              Comment: 'calls',
              Retry: [
                {
                  ErrorEquals: ['E'],
                  IntervalSeconds: 1,
                  MaxAttempts: 0,
                  BackoffRate: 1.5,
                  MaxDelaySeconds: 60,
                  JitterStrategy: 'FULL',
                },
                { ErrorEquals: ['States.ALL'] },
              ],
              Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B', Output: '{% 1 %}', Assign: { e: 1 } }],
            },
            B: {
              Type: 'Map',
              Items: '{% [1] %}',
              ItemSelector: { v: 1 },
              MaxConcurrency: 3,
              ToleratedFailurePercentage: 5,
              ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: 'C', States: { C: done } },
              Next: 'D',
            },
            D: {
              Type: 'Choice',
              Choices: [{ Condition: true, Next: 'E', Comment: 'always' }],
              Output: 1,
              Assign: { d: 1 },
            },
            E: { Type: 'Fail', Error: '{% $d %}', Cause: 'c' },
          },
          { Comment: 'all', Version: '1.0', TimeoutSeconds: 100 },
        ),
      ),
    ).toEqual([]);
  });
});
