import { App, Tags } from 'aws-cdk-lib';
import { stagesOf } from './config.ts';
import { nameOf } from './naming.ts';
import { ApiStack } from './stacks/api.ts';
import { AuditStack } from './stacks/audit.ts';
import { DataStack } from './stacks/data.ts';
import { DeliveriesStack } from './stacks/deliveries.ts';
import { IntakeStack } from './stacks/intake.ts';
import { MailStack } from './stacks/mail.ts';
import { MonitoringStack } from './stacks/monitoring.ts';
import { OutboxStack } from './stacks/outbox.ts';
import { RecyclingStack } from './stacks/recycling.ts';
import { RepliesStack } from './stacks/replies.ts';
import { SlaStack } from './stacks/sla.ts';
import { WorkflowsStack } from './stacks/workflows.ts';

/** Behaviour of the CDK that is settled here, not in cdk.json, so that it is the same whoever runs this file. */
export const flags = {
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
  '@aws-cdk/aws-iam:minimizePolicies': true,
};

/** Every stage is the same eleven stacks, and one more where replies are taken; nothing else decides infrastructure. */
export function addStages(app: App): void {
  for (const settings of stagesOf((name) => app.node.tryGetContext(name))) {
    const data = new DataStack(app, nameOf(settings, 'data'), { settings });
    const mail = new MailStack(app, nameOf(settings, 'mail'), { settings });
    const api = new ApiStack(app, nameOf(settings, 'api'), { settings, data });
    const workflows = new WorkflowsStack(app, nameOf(settings, 'workflows'), {
      settings,
      data,
      mail,
      publicUrl: api.publicUrl,
    });
    const monitoring = new MonitoringStack(app, nameOf(settings, 'monitoring'), { settings, data, api, workflows });
    const audit = new AuditStack(app, nameOf(settings, 'audit'), { settings, data, monitoring });
    const deliveries = new DeliveriesStack(app, nameOf(settings, 'deliveries'), {
      settings,
      data,
      mail,
      monitoring,
      publicUrl: api.publicUrl,
    });
    const intake = new IntakeStack(app, nameOf(settings, 'intake'), {
      settings,
      data,
      mail,
      monitoring,
      publicUrl: api.publicUrl,
    });
    const sla = new SlaStack(app, nameOf(settings, 'sla'), {
      settings,
      data,
      mail,
      monitoring,
      publicUrl: api.publicUrl,
    });
    const recycling = new RecyclingStack(app, nameOf(settings, 'recycling'), { settings, data, mail, monitoring });
    const { replyDomain } = settings;
    const replies =
      replyDomain === undefined
        ? []
        : [
            new RepliesStack(app, nameOf(settings, 'replies'), {
              settings,
              replyDomain,
              data,
              mail,
              monitoring,
              publicUrl: api.publicUrl,
            }),
          ];
    // After all who wait for changes.
    const outbox = new OutboxStack(app, nameOf(settings, 'outbox'), { settings, data, monitoring });
    const all = [data, mail, api, workflows, monitoring, audit, deliveries, intake, sla, recycling, ...replies, outbox];
    for (const stack of all) Tags.of(stack).add('stage', settings.stage);
  }
}

if (import.meta.main) {
  const app = new App({ context: flags });
  addStages(app);
  app.synth();
}
