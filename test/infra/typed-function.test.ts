import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Aws, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import type * as zod from 'zod';
import * as z from 'zod/mini';
import type { stageSettings } from '../../infra/config.ts';
import { bundle } from '../../infra/constructs/bundle.ts';
import { type EnvSchema, TypedFunction, type TypedFunctionProps } from '../../infra/constructs/typed-function.ts';
import { emptyApp, settings } from './synthesized.ts';

const functionsDir = fileURLToPath(new URL('fixtures/functions', import.meta.url));
const env = z.object({ GREETING: z.string().check(z.minLength(2)), TABLE: z.string() });

function sayHello<Env extends EnvSchema>(props: Pick<TypedFunctionProps<Env>, 'env' | 'environment'>): Template {
  const stack = new Stack(emptyApp(), 'test');
  new TypedFunction(stack, 'say-hello', { settings: settings(), description: 'Says hello', functionsDir, ...props });
  return Template.fromStack(stack);
}

describe('typed function', () => {
  test('deploys the folder of its name, traced, on ARM and Node 24, with a log that ends', () => {
    const template = sayHello({ env, environment: { GREETING: '你好', TABLE: 'records' } });
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'sales-sop-prod-say-hello',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
      Environment: {
        Variables: Match.objectLike({ GREETING: '你好', TABLE: 'records', POWERTOOLS_METRICS_NAMESPACE: 'SalesSop' }),
      },
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: '/aws/lambda/sales-sop-prod-say-hello',
      RetentionInDays: 90,
    });
  });

  test('knows the clock of a stage that has another than China’s', () => {
    const variables = (own: zod.input<typeof stageSettings>) => {
      const stack = new Stack(emptyApp(), 'test');
      const props = {
        description: 'Says hello',
        functionsDir,
        env,
        environment: { GREETING: '你好', TABLE: 'records' },
      };
      new TypedFunction(stack, 'say-hello', { settings: settings(own), ...props });
      const [found] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
      return found?.Properties.Environment.Variables;
    };
    const workCalendar = { timeZone: 'Europe/Berlin', hours: ['09:00-17:00'], weekdays: [1, 2, 3, 4, 5] };
    expect(variables({ workCalendar })).toMatchObject({ TIME_ZONE: 'Europe/Berlin' });
    expect(variables({})).not.toHaveProperty('TIME_ZONE');
  });

  test('may write its own logs and traces, and nothing else', () => {
    const template = sayHello({ env, environment: { GREETING: '你好', TABLE: 'records' } });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayEquals([
          Match.objectLike({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] }),
          Match.objectLike({ Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'] }),
        ]),
      },
    });
    template.hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent() });
  });

  test('a variable that the contract wants and nobody gives fails the synthesis by name', () => {
    const environment: Record<string, string> = { GREETING: '你好' };
    expect(() => sayHello<EnvSchema>({ env, environment })).toThrow(/environment of say-hello is wrong: TABLE/);
  });

  test('a variable that the contract does not know fails the synthesis by name', () => {
    const environment: Record<string, string> = { GREETING: '你好', TABLE: 'records', COLOUR: 'red' };
    expect(() => sayHello<EnvSchema>({ env, environment })).toThrow('COLOUR is not in its contract');
  });

  test('a value that the contract refuses fails the synthesis; one known only at deployment passes', () => {
    expect(() => sayHello({ env, environment: { GREETING: '!', TABLE: 'records' } })).toThrow(/GREETING/);
    expect(() => sayHello({ env, environment: { GREETING: Aws.ACCOUNT_ID, TABLE: 'records' } })).not.toThrow();
  });

  test('the same source is bundled once and runs as a module', async () => {
    const dir = bundle(`${functionsDir}/say-hello`);
    expect(bundle(`${functionsDir}/say-hello`)).toBe(dir);
    expect(readFileSync(`${dir}/index.mjs`, 'utf8')).not.toContain('fixtures');
    const module: { handler(): Promise<string> } = await import(`${dir}/index.mjs`);
    expect(await module.handler()).toBe('hello');
  });
});
