import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { permissionsOf, templateOf, wholeApp } from './synthesized.ts';

const operations = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
const app = wholeApp();
const template = templateOf(app, 'intake');

describe('intake stack', () => {
  test('clashes come from the stream, and end in a queue where they fail', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      StartingPosition: 'TRIM_HORIZON',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
      FilterCriteria: {
        Filters: [
          { Pattern: JSON.stringify({ eventName: ['INSERT'], dynamodb: { NewImage: { entity: { S: ['clash'] } } } }) },
        ],
      },
    });
  });

  test('applications start their machine and get their decision from the stream', () => {
    const image = { entity: { S: ['application'] } };
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FilterCriteria: {
        Filters: [
          { Pattern: JSON.stringify({ eventName: ['INSERT'], dynamodb: { NewImage: image } }) },
          {
            Pattern: JSON.stringify({
              eventName: ['MODIFY'],
              dynamodb: { NewImage: { ...image, status: { S: ['DECIDED'] } } },
            }),
          },
        ],
      },
    });
  });

  test('each alarm is on the operations page with the procedure it names', () => {
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
    expect(alarms).toHaveLength(4);
    for (const { Properties } of alarms) {
      expect(operations).toContain(`\`${Properties.AlarmName.replace('sales-sop-prod-', '')}\``);
      const [, procedure] = /docs\/operations\.md says under "([^"]+)"/.exec(Properties.AlarmDescription) ?? [];
      expect(operations).toMatch(new RegExp(`^#+ ${procedure}$`, 'm'));
    }
  });

  test('tell-clash reads and writes records, sends mail and nothing else', () => {
    const own = permissionsOf(app).filter(({ who }) => who === 'tell-clash');
    expect(own.map(({ action }) => action).filter((action) => /Delete|Scan|states:|\*/.test(action))).toEqual([]);
    expect(own.map(({ action }) => action)).toContain('ses:SendEmail');
  });
});
