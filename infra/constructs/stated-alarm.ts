import { Alarm, type AlarmProps, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { StageSettings } from '../config.ts';
import { nameOf } from '../naming.ts';

export interface StatedAlarmProps {
  readonly settings: StageSettings;
  /** What this means for the people who sell, one or two sentences: who is kept waiting, what is not lost. */
  readonly impact: string;
  /** What to do, one sentence. */
  readonly action: string;
  readonly metric: IMetric;
  /** Rings above this value. */
  readonly above: number;
  readonly evaluationPeriods?: number;
  readonly datapointsToAlarm?: number;
  readonly topic: ITopic;
}

const shortest = 30;

/** An alarm that cannot be made without saying what it means to people and what to do. */
export class StatedAlarm extends Construct {
  readonly alarm: Alarm;

  /** @throws Error when the impact or the action is missing or too short to say anything. */
  constructor(scope: Construct, name: string, props: StatedAlarmProps) {
    super(scope, name);
    for (const part of ['impact', 'action'] as const) {
      const said = props[part].trim();
      if (said.length < shortest) throw new Error(`Alarm ${name} must state its ${part} in a sentence, not "${said}"`);
    }
    const periods: Pick<AlarmProps, 'evaluationPeriods' | 'datapointsToAlarm'> =
      props.datapointsToAlarm === undefined
        ? { evaluationPeriods: props.evaluationPeriods ?? 1 }
        : { evaluationPeriods: props.evaluationPeriods ?? 1, datapointsToAlarm: props.datapointsToAlarm };
    this.alarm = new Alarm(this, 'Alarm', {
      ...periods,
      alarmName: nameOf(props.settings, name),
      alarmDescription: `${props.impact.trim()} ${props.action.trim()}`,
      metric: props.metric,
      threshold: props.above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    this.alarm.addAlarmAction(new SnsAction(props.topic));
    this.alarm.addOkAction(new SnsAction(props.topic));
  }
}
