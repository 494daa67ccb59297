import { Duration, Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { env as carryApplicationEnv } from '../../functions/carry-application/contract.ts';
import { env as importCustomersEnv } from '../../functions/import-customers/contract.ts';
import { env as openApplicationEnv } from '../../functions/open-application/contract.ts';
import { env as recordImportEndEnv } from '../../functions/record-import-end/contract.ts';
import { env as reindexCustomersEnv } from '../../functions/reindex-customers/contract.ts';
import { env as settleApplicationEnv } from '../../functions/settle-application/contract.ts';
import { env as tellClashEnv } from '../../functions/tell-clash/contract.ts';
import { env as tellReversalEnv } from '../../functions/tell-reversal/contract.ts';
import type { StageSettings } from '../config.ts';
import { deadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { StatedAlarm } from '../constructs/stated-alarm.ts';
import { TypedFunction } from '../constructs/typed-function.ts';
import { Workflow } from '../constructs/workflow.ts';
import { nameOf } from '../naming.ts';
import { ownCompanies } from '../own-companies.ts';
import type { DataStack } from './data.ts';
import { importCustomersFile } from './intake-files.ts';
import type { MailStack } from './mail.ts';
import type { MonitoringStack } from './monitoring.ts';

export const customerIntakeFile = 'customer-intake.asl.json';
export const reindexCustomersFile = 'reindex-customers.asl.json';

const period = Duration.minutes(5);

export interface IntakeStackProps {
  readonly settings: StageSettings;
  readonly data: DataStack;
  readonly mail: MailStack;
  readonly monitoring: MonitoringStack;
  /** Where the inbox is. */
  readonly publicUrl: string;
}

/** What follows on the entry of a customer (IN): people are told of clashes, reversals and merges, and the approval group decides on
 * what may be a duplicate. Entering itself is the API's. */
export class IntakeStack extends Stack {
  readonly tellClash: TypedFunction;
  readonly untoldClashes: Queue;
  readonly tellReversal: TypedFunction;
  readonly untoldReversals: Queue;
  readonly customerIntake: Workflow;
  readonly uncarriedApplications: Queue;
  readonly imports: Workflow;
  readonly unrecordedImportEnds: Queue;
  readonly reindexing: Workflow;

  constructor(scope: Construct, id: string, props: IntakeStackProps) {
    super(scope, id, { description: 'Sales SOP: customer intake' });
    const { settings, data, mail, monitoring } = props;
    const mailing = {
      RECORDS_TABLE: data.records.table.tableName,
      MAIL_FROM: mail.from,
      MAIL_CONFIGURATION_SET: mail.configurationSetName,
    };

    this.tellClash = new TypedFunction(this, 'tell-clash', {
      settings,
      description:
        'Mails finder and holder of a customer entered twice (IN-3, IN-6), and the holder of one that others corrected',
      env: tellClashEnv,
      environment: { ...mailing, PUBLIC_URL: props.publicUrl },
      timeout: Duration.seconds(30),
    });
    data.records.grantWrite(this.tellClash);
    mail.grantSend(this.tellClash);
    this.untoldClashes = deadLetterQueue(this, 'untold-clashes', settings);
    data.outbox.feed(
      this.tellClash,
      this.untoldClashes,
      { entity: 'clash', events: ['INSERT'] },
      { entity: 'import-clashes', events: ['INSERT'] },
      { entity: 'customer-facts', events: ['INSERT'] },
    );

    this.tellReversal = new TypedFunction(this, 'tell-reversal', {
      settings,
      description:
        'Mails both people and the approval group of an entry reversed (IN-9), both holders of customers merged',
      env: tellReversalEnv,
      environment: mailing,
      timeout: Duration.seconds(30),
    });
    data.records.grantWrite(this.tellReversal);
    mail.grantSend(this.tellReversal);
    this.untoldReversals = deadLetterQueue(this, 'untold-reversals', settings);
    data.outbox.feed(
      this.tellReversal,
      this.untoldReversals,
      { entity: 'reversal', events: ['INSERT'] },
      { entity: 'merge', events: ['INSERT'] },
    );

    const openApplication = new TypedFunction(this, 'open-application', {
      settings,
      description: 'Asks the approval group to decide on an application (IN-4)',
      env: openApplicationEnv,
      environment: { ...mailing, PUBLIC_URL: props.publicUrl },
      timeout: Duration.seconds(30),
    });
    const settleApplication = new TypedFunction(this, 'settle-application', {
      settings,
      description: 'Carries out what the approval group decided, and tells the applicant (IN-4)',
      env: settleApplicationEnv,
      environment: { ...mailing, PUBLIC_URL: props.publicUrl },
      timeout: Duration.seconds(60),
    });
    for (const step of [openApplication, settleApplication]) {
      data.records.grantWrite(step);
      mail.grantSend(step);
    }
    this.customerIntake = new Workflow(this, 'CustomerIntake', {
      settings,
      file: customerIntakeFile,
      functions: {
        OpenApplicationFunction: openApplication.lambda,
        SettleApplicationFunction: settleApplication.lambda,
      },
    });
    const { stateMachine } = this.customerIntake;
    const carryApplication = new TypedFunction(this, 'carry-application', {
      settings,
      description:
        'Starts the machine of an application, hands over its decision, ends it when somebody has the customer',
      env: carryApplicationEnv,
      environment: { RECORDS_TABLE: data.records.table.tableName, STATE_MACHINE_ARN: stateMachine.stateMachineArn },
    });
    data.records.grantWrite(carryApplication);
    stateMachine.grantStartExecution(carryApplication.lambda);
    stateMachine.grant(carryApplication.lambda, 'states:SendTaskSuccess');
    this.uncarriedApplications = deadLetterQueue(this, 'uncarried-applications', settings);
    data.outbox.feed(
      carryApplication,
      this.uncarriedApplications,
      { entity: 'application', events: ['INSERT'] },
      { entity: 'application', events: ['MODIFY'], status: 'DECIDED' },
      { entity: 'move', events: ['INSERT'] },
      { entity: 'reversal', events: ['INSERT'] },
      { entity: 'merge', events: ['INSERT'] },
    );

    this.imports = this.addImports(settings, data);
    this.unrecordedImportEnds = this.recordImportEnds(settings, data);
    this.reindexing = this.addReindexing(settings, data);

    new StatedAlarm(this, 'reindexing-failed', {
      settings,
      topic: monitoring.topic,
      impact: 'The index of customers is between two generations. Checks find everybody still; entries cost twice.',
      action: 'Start the machine again as docs/operations.md says under "Index the customers anew".',
      metric: this.reindexing.stateMachine.metricFailed({ period }),
      above: 0,
    });
    new StatedAlarm(this, 'imports-failed', {
      settings,
      topic: monitoring.topic,
      impact: 'An import of customers stopped at a technical error. What it entered is entered; the rest waits.',
      action: 'Find the error and mend it as docs/operations.md says under "An import stopped".',
      metric: this.imports.stateMachine.metricFailed({ period }),
      above: 0,
    });
    new StatedAlarm(this, 'import-ends-unrecorded', {
      settings,
      topic: monitoring.topic,
      impact: 'Imports have stopped but still show as going on: who made them cannot have them go on.',
      action: 'Redrive as docs/operations.md says under "The stop of an import was not recorded".',
      metric: this.unrecordedImportEnds.metricApproximateNumberOfMessagesVisible({ period }),
      above: 0,
    });
    new StatedAlarm(this, 'applications-uncarried', {
      settings,
      topic: monitoring.topic,
      impact: 'Entries that wait for the approval group, or what it decided, do not go on. Each is in the table.',
      action: 'Redrive as docs/operations.md says under "An application did not go on".',
      metric: this.uncarriedApplications.metricApproximateNumberOfMessagesVisible({ period }),
      above: 0,
    });
    new StatedAlarm(this, 'applications-failed', {
      settings,
      topic: monitoring.topic,
      impact: 'An application stopped at a technical error: its applicant waits in vain until it is redriven.',
      action: 'Redrive the execution as docs/operations.md says under "An application did not go on".',
      metric: stateMachine.metricFailed({ period }),
      above: 0,
    });
    new StatedAlarm(this, 'reversals-untold', {
      settings,
      topic: monitoring.topic,
      impact:
        'People were not mailed of an entry reversed (IN-9) or of customers merged. The customers have changed hands.',
      action: 'Redrive as docs/operations.md says under "A reversal was not told".',
      metric: this.untoldReversals.metricApproximateNumberOfMessagesVisible({ period }),
      above: 0,
    });
    new StatedAlarm(this, 'clashes-untold', {
      settings,
      topic: monitoring.topic,
      impact: 'Salespeople were not mailed of a customer entered twice (IN-3). Who entered it saw it on the screen.',
      action: 'Redrive as docs/operations.md says under "A clash was not told".',
      metric: this.untoldClashes.metricApproximateNumberOfMessagesVisible({ period }),
      above: 0,
    });
  }

  /** The index of customers is made anew by a machine that an operator starts and that calls its function until it is. */
  private addReindexing(settings: StageSettings, data: DataStack): Workflow {
    const reindexCustomers = new TypedFunction(this, 'reindex-customers', {
      settings,
      description: 'Writes every customer to a new generation of the index, and drops the one before (IN-2)',
      env: reindexCustomersEnv,
      environment: { RECORDS_TABLE: data.records.table.tableName },
      timeout: Duration.minutes(15),
      memorySize: 1769,
    });
    data.records.grantWhole(reindexCustomers);
    return new Workflow(this, 'Reindexing', {
      settings,
      file: reindexCustomersFile,
      functions: { ReindexCustomersFunction: reindexCustomers.lambda },
    });
  }

  /** Files of customers are entered row by row, by a machine that calls its function until the file is done. */
  private addImports(settings: StageSettings, data: DataStack): Workflow {
    const importCustomers = new TypedFunction(this, 'import-customers', {
      settings,
      description: 'Enters the customers of a file, part by part, and keeps what became of each row',
      env: importCustomersEnv,
      environment: {
        RECORDS_TABLE: data.records.table.tableName,
        DOCUMENTS_BUCKET: data.documents.bucket.bucketName,
        ...ownCompanies(settings),
      },
      timeout: Duration.minutes(5),
      // A whole vCPU; the matcher's tables and a workbook's texts are held.
      memorySize: 1769,
    });
    data.records.grantWrite(importCustomers);
    data.documents.grantGet(importCustomers, 'imports/');
    data.documents.grantAdd(importCustomers, 'imports/');
    return new Workflow(this, 'Imports', {
      settings,
      file: importCustomersFile,
      functions: { ImportCustomersFunction: importCustomers.lambda },
    });
  }

  /** An import that stopped says so to who made it. What the rule cannot hand over, or the function not take, is left here. */
  private recordImportEnds(settings: StageSettings, data: DataStack): Queue {
    const unrecorded = deadLetterQueue(this, 'unrecorded-import-ends', settings);
    const recordImportEnd = new TypedFunction(this, 'record-import-end', {
      settings,
      description: 'Records that an import stopped, so that who made it can have it go on',
      env: recordImportEndEnv,
      environment: { RECORDS_TABLE: data.records.table.tableName },
      timeout: Duration.seconds(30),
      deadLetterQueue: unrecorded,
    });
    data.records.grantWrite(recordImportEnd);
    new Rule(this, 'ImportStopped', {
      ruleName: nameOf(settings, 'import-stopped'),
      description: 'The state machine of an import has stopped before the import was done',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [this.imports.stateMachine.stateMachineArn],
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
        },
      },
      targets: [
        new LambdaTarget(recordImportEnd.lambda, {
          deadLetterQueue: unrecorded,
          retryAttempts: 185,
          maxEventAge: Duration.hours(24),
        }),
      ],
    });
    return unrecorded;
  }
}
