import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { templateOf, wholeApp } from './synthesized.ts';

const app = wholeApp();
const template = templateOf(app, 'workflows');

function environmentOf(name: string): Readonly<Record<string, unknown>> {
  const found = Object.values(template.findResources('AWS::Lambda::Function')).find(
    ({ Properties }) => Properties.FunctionName === `sales-sop-prod-${name}`,
  );
  return found?.Properties.Environment.Variables ?? {};
}

describe('workflows stack', () => {
  test('links in mails lead to the API’s own address', () => {
    expect(JSON.stringify(environmentOf('open-task').PUBLIC_URL)).toMatch(/ImportValue.*HttpApi.*ApiEndpoint/);
  });

  test('links in mails lead to the address the stage is given', () => {
    const own = templateOf(wholeApp({ publicUrl: 'https://sop.example.cn' }), 'workflows');
    own.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'sales-sop-prod-open-task',
      Environment: { Variables: Match.objectLike({ PUBLIC_URL: 'https://sop.example.cn' }) },
    });
  });

  test('every end of a case reaches record-case-end, or a queue', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [{ Ref: Match.stringLikeRegexp('^AdSales') }],
          status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
        },
      },
      Targets: [
        Match.objectLike({
          Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^recordcaseend'), 'Arn'] },
          DeadLetterConfig: { Arn: Match.anyValue() },
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        }),
      ],
    });
  });

  test('an end that record-case-end fails to take ends in the same queue', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'sales-sop-prod-record-case-end',
      DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^unrecordedends'), 'Arn'] } },
    });
  });

  test('queues for what failed are encrypted, refuse plain HTTP and keep two weeks', () => {
    const queues = Object.values(template.findResources('AWS::SQS::Queue')).filter(
      ({ Properties }) => Properties.RedrivePolicy === undefined,
    );
    expect(queues).toHaveLength(3);
    for (const { Properties } of queues) {
      expect(Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 24 * 60 * 60 });
    }
    template.allResourcesProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
  });

  test('the machine may call the functions of its file and no others', () => {
    const called = Object.values(template.findResources('AWS::IAM::Policy'))
      .filter(({ Properties }) => JSON.stringify(Properties.Roles).includes('AdSales'))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Action }) => [Action].flat().includes('lambda:InvokeFunction'))
      .flatMap(({ Resource }) => [Resource].flat())
      .map((resource) => JSON.stringify(resource));
    const [machine] = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));
    const filled = Object.values(machine?.Properties.DefinitionSubstitutions).map((value) => JSON.stringify(value));
    expect([...new Set(called)].filter((arn) => !arn.includes('LATEST')).sort()).toEqual(filled.sort());
  });
});
