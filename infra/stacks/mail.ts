import { Arn, Stack, Validations } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Grant } from 'aws-cdk-lib/aws-iam';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import type { StageSettings } from '../config.ts';
import type { TypedFunction } from '../constructs/typed-function.ts';
import { nameOf } from '../naming.ts';

/** The sender, and how mails leave: over TLS, untracked, with what becomes of them reported as events. */
export class MailStack extends Stack {
  readonly configurationSetName: string;
  readonly from: string;

  constructor(scope: Construct, id: string, props: { readonly settings: StageSettings }) {
    super(scope, id, { description: 'Sales SOP: sender of mails and their fate' });
    const { settings } = props;
    this.from = settings.mailFrom;

    // Open and click tracking would rewrite the links and let a third party see them; SES only does it when asked to.
    const configurationSet = new ConfigurationSet(this, 'Notices', {
      configurationSetName: nameOf(settings, 'notices'),
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    configurationSet.addEventDestination('Fate', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'DefaultBus', 'default')),
      events: [
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.DELIVERY_DELAY,
      ],
    });
    this.configurationSetName = configurationSet.configurationSetName;

    new EmailIdentity(this, 'Sender', { identity: Identity.email(settings.mailFrom), configurationSet });
  }

  /**
   * Sending as the stage's sender and nobody else. In the SES sandbox the recipients' identities are checked as well as
   * the sender's, which is why the resource is every identity of the account and the condition is the sender.
   */
  grantSend(sender: TypedFunction): void {
    Grant.addToPrincipal({
      grantee: sender.lambda,
      actions: ['ses:SendEmail'],
      resourceArns: [
        Arn.format({ service: 'ses', resource: 'identity', resourceName: '*' }, this),
        Arn.format({ service: 'ses', resource: 'configuration-set', resourceName: this.configurationSetName }, this),
      ],
      conditions: { StringEquals: { 'ses:FromAddress': this.from } },
    });
    Validations.of(sender).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*]',
      reason: "In the SES sandbox the recipient's identity is checked as well; the condition holds the sender fixed.",
    });
  }
}

/** Taking addresses off the account's suppression list. */
export function grantResume(caller: TypedFunction): void {
  Grant.addToPrincipal({ grantee: caller.lambda, actions: ['ses:DeleteSuppressedDestination'], resourceArns: ['*'] });
  Validations.of(caller).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'The suppression list is the account’s: its action names no resource.',
  });
}
