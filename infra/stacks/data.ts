import { CfnOutput, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccountRecovery, CfnUserPoolGroup, Mfa, UserPool, UserPoolOperation } from 'aws-cdk-lib/aws-cognito';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { env as registerPersonEnv } from '../../functions/register-person/contract.ts';
import { IMPORT_KEPT_DAYS } from '../../functions/shared/domain/customer-import.ts';
import { roleIds, roles } from '../../functions/shared/domain/roles.ts';
import type { StageSettings } from '../config.ts';
import { Outbox } from '../constructs/outbox.ts';
import { PrivateBucket } from '../constructs/private-bucket.ts';
import { Records } from '../constructs/records.ts';
import { TypedFunction } from '../constructs/typed-function.ts';
import { nameOf } from '../naming.ts';

/** What must outlive everything else: the records, the secret links are derived from, the people who may sign in. */
export class DataStack extends Stack {
  readonly records: Records;
  /** Where functions join that wait for changes of records. */
  readonly outbox: Outbox;
  /**
   * The files of cases, under `cases/<case>/`; under `incoming/` those not yet judged, for a day; under `imports/` files
   * of customers and what became of their rows, for 90 days.
   */
  readonly documents: PrivateBucket;
  readonly linkSecret: Secret;
  readonly userPool: UserPool;
  readonly registerPerson: TypedFunction;

  constructor(scope: Construct, id: string, props: { readonly settings: StageSettings }) {
    super(scope, id, {
      description: 'Sales SOP: records, secrets, people',
      terminationProtection: props.settings.retained,
    });
    const { settings } = props;
    const removalPolicy = settings.retained ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    this.records = new Records(this, 'Records', { settings });
    this.outbox = new Outbox(settings);

    this.documents = new PrivateBucket(this, 'Documents', {
      retained: settings.retained,
      expirePrefixes: { 'incoming/': Duration.days(1), 'imports/': Duration.days(IMPORT_KEPT_DAYS) },
    });

    this.linkSecret = new Secret(this, 'LinkSecret', {
      secretName: nameOf(settings, 'link-secret'),
      description: 'Key of the HMAC that the ids of links in mails are derived from',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy,
    });
    Validations.of(this.linkSecret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'A link must be derivable again as long as its task is open, up to 30 days, so that a repeated mail carries the same link; the operations page says how to rotate by hand.',
    });

    // The trigger stands beside the pool: the pool names the function, and the function needs only the table.
    this.registerPerson = new TypedFunction(this, 'register-person', {
      settings,
      description: 'Keeps the directory of people in step with the user pool at each sign-in',
      env: registerPersonEnv,
      environment: { RECORDS_TABLE: this.records.table.tableName },
      timeout: Duration.seconds(5),
    });
    this.records.grantWrite(this.registerPerson);

    this.userPool = new UserPool(this, 'People', {
      userPoolName: nameOf(settings, 'people'),
      selfSignUpEnabled: false,
      signInAliases: { username: true, email: true },
      signInCaseSensitive: false,
      standardAttributes: {
        email: { required: true, mutable: true },
        fullname: { required: true, mutable: true },
        locale: { required: false, mutable: true },
      },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(7),
      },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      deletionProtection: settings.retained,
      removalPolicy,
    });
    this.userPool.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION, this.registerPerson.lambda);
    for (const role of roleIds) {
      new CfnUserPoolGroup(this, `Role-${role}`, {
        userPoolId: this.userPool.userPoolId,
        groupName: role,
        description: `${roles[role].zh} · ${roles[role].en}`,
      });
    }
    Validations.of(this.userPool).acknowledge(
      {
        id: 'AwsSolutions-COG2',
        reason: 'A second factor is offered to everybody; whether it is required is the sales department’s decision.',
      },
      {
        id: 'AwsSolutions-COG8',
        reason: 'Threat protection needs the Plus plan, priced per user; accounts are made by administrators only.',
      },
    );

    new CfnOutput(this, 'RecordsTable', {
      value: this.records.table.tableName,
      description: 'The table of cases and tasks',
    });
    new CfnOutput(this, 'UserPoolId', { value: this.userPool.userPoolId, description: 'Where people are registered' });
  }
}
