import { Duration, Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { env as checkDuplicatesEnv } from '../../functions/check-duplicates/contract.ts';
import { env as deliverDecisionEnv } from '../../functions/deliver-decision/contract.ts';
import { env as notifyPublicationEnv } from '../../functions/notify-publication/contract.ts';
import { env as openTaskEnv } from '../../functions/open-task/contract.ts';
import { env as recordCaseEndEnv } from '../../functions/record-case-end/contract.ts';
import { env as reviewContractEnv } from '../../functions/review-contract/contract.ts';
import { env as reviewOrderEnv } from '../../functions/review-order/contract.ts';
import { env as startCaseEnv } from '../../functions/start-case/contract.ts';
import { env as sweepInboxEnv } from '../../functions/sweep-inbox/contract.ts';
import { env as waitAtGateEnv } from '../../functions/wait-at-gate/contract.ts';
import type { StageSettings } from '../config.ts';
import { deadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { TypedFunction } from '../constructs/typed-function.ts';
import { Workflow } from '../constructs/workflow.ts';
import { nameOf } from '../naming.ts';
import type { DataStack } from './data.ts';
import type { MailStack } from './mail.ts';

export const adSalesFile = 'ad-sales.asl.json';

export interface WorkflowsStackProps {
  readonly settings: StageSettings;
  readonly data: DataStack;
  readonly mail: MailStack;
  /** Where links in mails lead. */
  readonly publicUrl: string;
}

/** The processes: their machines, the functions of their steps, and what starts, answers and closes a case. */
export class WorkflowsStack extends Stack {
  readonly adSales: Workflow;
  readonly functions: readonly TypedFunction[];
  readonly deliverDecision: TypedFunction;
  /** Decisions on their way to `deliverDecision`. */
  readonly toDeliver: Queue;
  readonly undeliveredDecisions: Queue;
  readonly unstartedCases: Queue;
  readonly unrecordedEnds: Queue;

  constructor(scope: Construct, id: string, props: WorkflowsStackProps) {
    super(scope, id, { description: 'Sales SOP: state machines and the functions of their steps' });
    const { settings, data, mail } = props;
    const RECORDS_TABLE = data.records.table.tableName;
    const sending = { MAIL_FROM: mail.from, MAIL_CONFIGURATION_SET: mail.configurationSetName };

    const checkDuplicates = new TypedFunction(this, 'check-duplicates', {
      settings,
      description: 'Code 1: lets a case begin only with a customer that passed intake (AD-6)',
      env: checkDuplicatesEnv,
      environment: { RECORDS_TABLE },
    });
    data.records.grantWrite(checkDuplicates);

    const mailingLinks = {
      RECORDS_TABLE,
      LINK_SECRET_ARN: data.linkSecret.secretArn,
      PUBLIC_URL: props.publicUrl,
      ...sending,
      ...(settings.replyDomain === undefined ? {} : { REPLY_DOMAIN: settings.replyDomain }),
    };
    const { workCalendar } = settings;
    const openTask = new TypedFunction(this, 'open-task', {
      settings,
      description: 'Opens a task for a person and mails the link to it; the state waits for the decision',
      env: openTaskEnv,
      environment: {
        ...mailingLinks,
        ...(workCalendar === undefined ? {} : { WORK_CALENDAR: JSON.stringify(workCalendar) }),
      },
      timeout: Duration.seconds(30),
    });
    data.records.grantWrite(openTask);
    data.linkSecret.grantRead(openTask.lambda);
    mail.grantSend(openTask);

    const reviewContract = new TypedFunction(this, 'review-contract', {
      settings,
      description: 'Code 6: checks the contract by rule and hands its findings to the reviewer',
      env: reviewContractEnv,
      environment: { RECORDS_TABLE },
    });
    data.records.grantRead(reviewContract);

    const reviewOrder = new TypedFunction(this, 'review-order', {
      settings,
      description: 'Code 25: checks the order by rule and hands its findings to the reviewer',
      env: reviewOrderEnv,
      environment: { RECORDS_TABLE },
    });
    data.records.grantRead(reviewOrder);

    const notifyPublication = new TypedFunction(this, 'notify-publication', {
      settings,
      description: 'After code 18: mails assistant and customer what was published, where and when',
      env: notifyPublicationEnv,
      environment: { RECORDS_TABLE, ...sending },
      timeout: Duration.seconds(30),
    });
    data.records.grantWrite(notifyPublication);
    mail.grantSend(notifyPublication);

    const waitAtGate = new TypedFunction(this, 'wait-at-gate', {
      settings,
      description: 'Before code 16: notes that publication waits until the contract is sealed or paid (AD-4)',
      env: waitAtGateEnv,
      environment: { RECORDS_TABLE },
    });
    data.records.grantWrite(waitAtGate);

    this.adSales = new Workflow(this, 'AdSales', {
      settings,
      file: adSalesFile,
      functions: {
        CheckDuplicatesFunction: checkDuplicates.lambda,
        OpenTaskFunction: openTask.lambda,
        ReviewContractFunction: reviewContract.lambda,
        ReviewOrderFunction: reviewOrder.lambda,
        NotifyPublicationFunction: notifyPublication.lambda,
        WaitAtGateFunction: waitAtGate.lambda,
      },
    });
    const { stateMachine } = this.adSales;

    const startCase = new TypedFunction(this, 'start-case', {
      settings,
      description: 'Starts the state machine of a case that was just written',
      env: startCaseEnv,
      environment: { RECORDS_TABLE, STATE_MACHINE_ARN: stateMachine.stateMachineArn },
    });
    data.records.grantWrite(startCase);
    stateMachine.grantStartExecution(startCase.lambda);
    this.unstartedCases = deadLetterQueue(this, 'unstarted-cases', settings);
    data.outbox.feed(startCase, this.unstartedCases, {
      entity: 'case',
      events: ['INSERT', 'MODIFY'],
      status: 'STARTING',
    });

    this.deliverDecision = new TypedFunction(this, 'deliver-decision', {
      settings,
      description:
        'Hands a recorded decision to the state that waits for it, and has tasks on changed content issued again',
      env: deliverDecisionEnv,
      environment: { RECORDS_TABLE },
    });
    data.records.grantWrite(this.deliverDecision);
    stateMachine.grant(this.deliverDecision.lambda, 'states:SendTaskSuccess', 'states:SendTaskFailure');
    this.undeliveredDecisions = deadLetterQueue(this, 'undelivered-decisions', settings);
    this.toDeliver = data.outbox.feed(
      this.deliverDecision,
      this.undeliveredDecisions,
      { entity: 'task', events: ['MODIFY'], status: 'DECIDED' },
      { entity: 'document', events: ['INSERT'] },
      { entity: 'gate', events: ['INSERT', 'MODIFY'] },
    );

    // The rule leaves here what it cannot hand over, the function what it cannot take: both the event as it came.
    this.unrecordedEnds = deadLetterQueue(this, 'unrecorded-ends', settings);
    const recordCaseEnd = new TypedFunction(this, 'record-case-end', {
      settings,
      description: 'Records how a case ended and closes the tasks that are still open',
      env: recordCaseEndEnv,
      environment: { RECORDS_TABLE },
      timeout: Duration.seconds(30),
      deadLetterQueue: this.unrecordedEnds,
    });
    data.records.grantWrite(recordCaseEnd);
    new Rule(this, 'CaseEnded', {
      ruleName: nameOf(settings, 'case-ended'),
      description: 'An advertising sale’s state machine has ended, in whatever way',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [stateMachine.stateMachineArn],
          status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
        },
      },
      targets: [
        new LambdaTarget(recordCaseEnd.lambda, {
          deadLetterQueue: this.unrecordedEnds,
          retryAttempts: 185,
          maxEventAge: Duration.hours(24),
        }),
      ],
    });

    const sweepInbox = new TypedFunction(this, 'sweep-inbox', {
      settings,
      description: 'Each minute: mails tasks that changed hands and people who are mentioned, reminds, covers absences',
      env: sweepInboxEnv,
      environment: mailingLinks,
      timeout: Duration.seconds(55),
    });
    data.records.grantWrite(sweepInbox);
    data.linkSecret.grantRead(sweepInbox.lambda);
    mail.grantSend(sweepInbox);
    new Rule(this, 'SweepInbox', {
      ruleName: nameOf(settings, 'sweep-inbox'),
      description: 'What is due in the inbox is done each minute; what failed comes again with the next',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaTarget(sweepInbox.lambda, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
    });

    this.functions = [
      checkDuplicates,
      openTask,
      sweepInbox,
      reviewContract,
      reviewOrder,
      notifyPublication,
      waitAtGate,
      startCase,
      this.deliverDecision,
      recordCaseEnd,
    ];
  }
}
