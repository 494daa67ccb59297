import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { CfnReceiptRule, CfnReceiptRuleSet } from 'aws-cdk-lib/aws-ses';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { INBOUND_PREFIX, env as takeReplyEnv } from '../../functions/take-reply/contract.ts';
import type { StageSettings } from '../config.ts';
import { acknowledgeAsEnd, deadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { PrivateBucket } from '../constructs/private-bucket.ts';
import { StatedAlarm } from '../constructs/stated-alarm.ts';
import { TypedFunction } from '../constructs/typed-function.ts';
import { nameOf } from '../naming.ts';
import type { DataStack } from './data.ts';
import type { MailStack } from './mail.ts';
import type { MonitoringStack } from './monitoring.ts';

export interface RepliesStackProps {
  readonly settings: StageSettings;
  readonly replyDomain: string;
  readonly data: DataStack;
  readonly mail: MailStack;
  readonly monitoring: MonitoringStack;
  /** Where links in mails lead. */
  readonly publicUrl: string;
}

/** Deciding by e-mail reply: what SES does with a mail to the reply domain, and the function that takes it. */
export class RepliesStack extends Stack {
  readonly takeReply: TypedFunction;
  readonly untakenReplies: Queue;

  constructor(scope: Construct, id: string, props: RepliesStackProps) {
    super(scope, id, { description: 'Sales SOP: decisions by e-mail reply' });
    const { settings, replyDomain, data, mail } = props;

    const received = new PrivateBucket(this, 'Received', { retained: false, expireAfter: Duration.days(30) });
    this.takeReply = new TypedFunction(this, 'take-reply', {
      settings,
      description: 'Reads a reply to a task’s mail, decides when it is provably the person’s, and answers',
      env: takeReplyEnv,
      environment: {
        RECORDS_TABLE: data.records.table.tableName,
        LINK_SECRET_ARN: data.linkSecret.secretArn,
        PUBLIC_URL: props.publicUrl,
        MAIL_FROM: mail.from,
        MAIL_CONFIGURATION_SET: mail.configurationSetName,
        REPLY_DOMAIN: replyDomain,
        INBOUND_BUCKET: received.bucket.bucketName,
        DOCUMENTS_BUCKET: data.documents.bucket.bucketName,
      },
      // A mail of 25 MB is decoded in memory.
      memorySize: 1024,
      timeout: Duration.seconds(45),
    });
    const { lambda } = this.takeReply;
    data.records.grantWriteAndRelease(this.takeReply);
    data.linkSecret.grantRead(lambda);
    data.documents.grantAdd(this.takeReply, 'cases/');
    received.grantGet(this.takeReply, INBOUND_PREFIX);
    mail.grantSend(this.takeReply);

    this.untakenReplies = deadLetterQueue(this, 'untaken-replies', settings);
    acknowledgeAsEnd(this.untakenReplies);
    lambda.configureAsyncInvoke({
      onFailure: new SqsDestination(this.untakenReplies),
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
    });

    const rules = new CfnReceiptRuleSet(this, 'Rules', { ruleSetName: nameOf(settings, 'replies') });
    const ruleName = nameOf(settings, 'reply');
    const fromThisRule = {
      StringEquals: { 'aws:SourceAccount': this.account },
      ArnLike: {
        'aws:SourceArn': this.formatArn({
          service: 'ses',
          resource: 'receipt-rule-set',
          resourceName: `${nameOf(settings, 'replies')}:receipt-rule/${ruleName}`,
        }),
      },
    };
    const ses = new ServicePrincipal('ses.amazonaws.com', { conditions: fromThisRule });
    const { policyDependable } = received.bucket.addToResourcePolicy(
      new PolicyStatement({
        principals: [ses],
        actions: ['s3:PutObject'],
        resources: [received.bucket.arnForObjects(`${INBOUND_PREFIX}*`)],
      }),
    );
    lambda.grantInvoke(ses);

    const rule = new CfnReceiptRule(this, 'Rule', {
      ruleSetName: rules.ref,
      rule: {
        name: ruleName,
        enabled: true,
        recipients: [replyDomain],
        // Virus and spam verdicts are part of what the function decides on.
        scanEnabled: true,
        tlsPolicy: 'Optional',
        actions: [
          { s3Action: { bucketName: received.bucket.bucketName, objectKeyPrefix: INBOUND_PREFIX } },
          { lambdaAction: { functionArn: lambda.functionArn, invocationType: 'Event' } },
        ],
      },
    });
    // SES tries both rights when the rule is made.
    rule.node.addDependency(lambda, ...(policyDependable === undefined ? [] : [policyDependable]));

    new StatedAlarm(this, 'replies-untaken', {
      settings,
      topic: props.monitoring.topic,
      impact: 'People replied to a task’s mail and heard nothing: their decision has not been recorded.',
      action: 'Redrive as docs/operations.md says under "A reply was not taken"; the mails are kept for 30 days.',
      metric: this.untakenReplies.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) }),
      above: 0,
    });
  }
}
