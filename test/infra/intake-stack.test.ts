import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { permissionsOf, templateOf, wholeApp } from './synthesized.ts';

const operations = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
const app = wholeApp();
const template = templateOf(app, 'intake');

describe('intake stack', () => {
  test('each alarm is on the operations page with the procedure it names', () => {
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
    expect(alarms).toHaveLength(7);
    for (const { Properties } of alarms) {
      expect(operations).toContain(`\`${Properties.AlarmName.replace('sales-sop-prod-', '')}\``);
      const [, procedure] = /docs\/operations\.md says under "([^"]+)"/.exec(Properties.AlarmDescription) ?? [];
      expect(operations).toMatch(new RegExp(`^#+ ${procedure}$`, 'm'));
    }
  });

  test('every stop of an import reaches record-import-end, or a queue', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [{ Ref: Match.stringLikeRegexp('^Imports') }],
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
        },
      },
      Targets: [
        Match.objectLike({
          Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^recordimportend'), 'Arn'] },
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^unrecordedimportends'), 'Arn'] } },
        }),
      ],
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'sales-sop-prod-record-import-end',
      DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^unrecordedimportends'), 'Arn'] } },
    });
  });

  test.each(['tell-clash', 'tell-reversal'])('%s reads and writes records, sends mail and nothing else', (teller) => {
    const own = permissionsOf(app).filter(({ who }) => who === teller);
    expect(own.map(({ action }) => action).filter((action) => /dynamodb:Delete|Scan|states:|\*/.test(action))).toEqual(
      [],
    );
    expect(own.map(({ action }) => action)).toContain('ses:SendEmail');
  });
});
