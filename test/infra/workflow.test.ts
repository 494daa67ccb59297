import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, test } from 'vitest';
import { placeholdersOf, Workflow } from '../../infra/constructs/workflow.ts';
import { emptyApp, settings } from './synthesized.ts';

const file = fileURLToPath(new URL('fixtures/greeting.asl.json', import.meta.url));

function greeting(...placeholders: readonly string[]): Template {
  const stack = new Stack(emptyApp(), 'test');
  const functions = Object.fromEntries(
    placeholders.map((name) => [name, LambdaFunction.fromFunctionName(stack, name, name)]),
  );
  new Workflow(stack, 'Greeting', { settings: settings(), file, functions });
  return Template.fromStack(stack);
}

describe('workflow', () => {
  test('runs the file as it is, its placeholders filled in, logged without data, traced', () => {
    const template = greeting('GreetFunction');
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineName: 'sales-sop-prod-greeting',
      DefinitionS3Location: Match.anyValue(),
      DefinitionSubstitutions: { GreetFunction: Match.anyValue() },
      LoggingConfiguration: Match.objectLike({ IncludeExecutionData: false, Level: 'ALL' }),
      TracingConfiguration: { Enabled: true },
    });
  });

  test('a placeholder without a function fails the synthesis by name', () => {
    expect(() => greeting()).toThrow(/greeting\.asl\.json: \$\{GreetFunction\} is given no function/);
  });

  test('a function without a placeholder fails the synthesis by name', () => {
    expect(() => greeting('GreetFunction', 'ByeFunction')).toThrow(
      /ByeFunction is given but \$\{ByeFunction\} is not in it/,
    );
  });

  test('placeholders are found wherever they stand, each once', () => {
    expect(placeholdersOf(readFileSync(file, 'utf8'))).toEqual(['GreetFunction']);
  });
});
