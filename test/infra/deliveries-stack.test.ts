import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { templateOf, wholeApp } from './synthesized.ts';

const operations = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
const template = templateOf(wholeApp(), 'deliveries');

test('what SES says of this stage’s mails reaches record-delivery, or a queue', () => {
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: ['aws.ses'],
      'detail-type': ['Email Bounced', 'Email Complaint Received', 'Email Delivery Delayed'],
      detail: { mail: { tags: { 'ses:configuration-set': [Match.anyValue()] } } },
    },
    Targets: [Match.objectLike({ DeadLetterConfig: { Arn: Match.anyValue() } })],
  });
});

test('its alarm and procedure are on the operations page', () => {
  const [alarm] = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
  expect(operations).toContain(`\`${alarm?.AlarmName.replace('sales-sop-prod-', '')}\``);
  const [, procedure] = /docs\/operations\.md says under "([^"]+)"/.exec(alarm?.AlarmDescription) ?? [];
  expect(operations).toMatch(new RegExp(`^#+ ${procedure}$`, 'm'));
});
