import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, test } from 'vitest';
import { StatedAlarm } from '../../infra/constructs/stated-alarm.ts';
import { emptyApp, settings } from './synthesized.ts';

const impact = 'People have decided, but their cases do not go on.';
const action = 'Redrive the queue as the operations page says.';

function alarm(said: { impact: string; action: string }): Template {
  const stack = new Stack(emptyApp(), 'test');
  const topic = new Topic(stack, 'Topic');
  const metric = new Metric({ namespace: 'Test', metricName: 'Stuck' });
  new StatedAlarm(stack, 'stuck', { settings: settings(), metric, above: 0, topic, ...said });
  return Template.fromStack(stack);
}

describe('alarm', () => {
  test('tells what it means and what to do, and rings when it starts and when it ends', () => {
    alarm({ impact, action }).hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'sales-sop-prod-stuck',
      AlarmDescription: `${impact} ${action}`,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 0,
      TreatMissingData: 'notBreaching',
      AlarmActions: [Match.anyValue()],
      OKActions: [Match.anyValue()],
    });
  });

  test.each(['', '   ', 'Errors are high'])('an impact of %o fails the synthesis', (nothing) => {
    expect(() => alarm({ impact: nothing, action })).toThrow('Alarm stuck must state its impact');
  });

  test('an action that says nothing fails the synthesis', () => {
    expect(() => alarm({ impact, action: 'Look.' })).toThrow('Alarm stuck must state its action');
  });
});
