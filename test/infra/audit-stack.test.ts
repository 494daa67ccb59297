import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { templateOf, wholeApp } from './synthesized.ts';

const operations = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
const template = templateOf(wholeApp(), 'audit');

describe('audit stack', () => {
  test('copies are locked for ten years and outlive the stack', () => {
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: {
        ObjectLockEnabled: true,
        ObjectLockConfiguration: {
          ObjectLockEnabled: 'Enabled',
          Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 3650 } },
        },
        VersioningConfiguration: { Status: 'Enabled' },
      },
    });
  });

  test('a stage made to be thrown away locks nothing', () => {
    const thrownAway = templateOf(wholeApp({ stage: 'try', retained: 'false' }), 'audit', 'try');
    thrownAway.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Delete',
      Properties: { ObjectLockEnabled: Match.absent() },
    });
  });

  test('what is written once comes from the stream, its changes and removals too, and ends in a queue where it fails', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      StartingPosition: 'TRIM_HORIZON',
      MaximumRecordAgeInSeconds: 12 * 60 * 60,
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
      FilterCriteria: {
        Filters: [
          {
            Pattern: JSON.stringify({
              eventName: ['INSERT', 'MODIFY'],
              dynamodb: { NewImage: { entity: { S: ['fact', 'document'] } } },
            }),
          },
          {
            Pattern: JSON.stringify({
              eventName: ['REMOVE'],
              dynamodb: { OldImage: { entity: { S: ['fact', 'document'] } } },
            }),
          },
        ],
      },
    });
  });

  test('the function may put copies and never remove one', () => {
    const actions = JSON.stringify(template.findResources('AWS::IAM::Policy'));
    expect(actions).toContain('s3:PutObject');
    expect(actions).not.toMatch(/s3:Delete|s3:BypassGovernance|dynamodb:DeleteItem/);
  });

  test('its alarms and their procedures are on the operations page', () => {
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
    expect(alarms).toHaveLength(2);
    for (const { AlarmName, AlarmDescription } of alarms) {
      expect(operations).toContain(`\`${AlarmName.replace('sales-sop-prod-', '')}\``);
      const [, procedure] = /docs\/operations\.md says under "([^"]+)"/.exec(AlarmDescription) ?? [];
      expect(operations).toMatch(new RegExp(`^#+ ${procedure}$`, 'm'));
    }
  });
});
