import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { StageSettings } from './config.ts';

/** `sales-sop-prod-open-task`: what people see in the console and type into the CLI. */
export function nameOf(settings: StageSettings, thing: string): string {
  return `sales-sop-${settings.stage}-${thing}`;
}

export function retentionOf(settings: StageSettings): RetentionDays {
  return settings.logRetentionDays satisfies RetentionDays;
}

/** The `service` dimension of the functions' own metrics. */
export function serviceOf(settings: StageSettings): string {
  return `sales-sop-${settings.stage}`;
}
