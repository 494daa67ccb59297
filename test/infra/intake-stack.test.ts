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

  test('what the organisation’s own companies are called reaches everything that enters customers', () => {
    const names = ['上海某某广告有限公司', '蓝天渠道服务有限公司'];
    const told = wholeApp({ ownCompanies: JSON.stringify(names) });
    for (const [stack, name] of [
      ['api', 'customers-api'],
      ['api', 'web-customers'],
      ['api', 'web-inbox'],
      ['intake', 'import-customers'],
    ] as const) {
      const variables = (of: typeof app) =>
        Object.values(
          templateOf(of, stack).findResources('AWS::Lambda::Function', {
            Properties: { FunctionName: `sales-sop-prod-${name}` },
          }),
        )[0]?.Properties.Environment.Variables;
      expect(JSON.parse(variables(told).OWN_COMPANIES), name).toEqual(names);
      expect(variables(app), name).not.toHaveProperty('OWN_COMPANIES');
    }
    expect(() => wholeApp({ ownCompanies: '["x"]' })).toThrow('ownCompanies');
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
