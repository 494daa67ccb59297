/** Types the local run carries out. */
const carriedOut = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolDomain',
  'AWS::Cognito::UserPoolGroup',
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::Events::EventBus',
  'AWS::Events::Rule',
  'AWS::Lambda::Alias',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Version',
  'AWS::Scheduler::Schedule',
  'AWS::SecretsManager::Secret',
  'AWS::S3::Bucket',
  'AWS::SES::EmailIdentity',
  'AWS::SES::ReceiptRule',
  'AWS::SES::ReceiptRuleSet',
  'AWS::SQS::Queue',
  'AWS::SSM::Parameter',
  'AWS::StepFunctions::StateMachine',
  'Custom::S3BucketNotifications',
]);

const permissions = 'permissions are not enforced on one machine';
const monitoring = 'monitoring shows in AWS only';
const encryption = 'nothing is encrypted with KMS on one machine';
const mailSettings = 'mail goes to the local mailbox';
const custom = 'a deployment step of CDK that has nothing to do on one machine';

/** Types that change nothing on one machine, and why. Named under `--verbose`. */
const withoutLocalEffect: Readonly<Record<string, string>> = {
  'AWS::ApplicationInsights::Application': monitoring,
  'AWS::CDK::Metadata': 'CDK usage data',
  'AWS::CloudWatch::Alarm': monitoring,
  'AWS::CloudWatch::AnomalyDetector': monitoring,
  'AWS::CloudWatch::CompositeAlarm': monitoring,
  'AWS::CloudWatch::Dashboard': monitoring,
  'AWS::CloudWatch::InsightRule': monitoring,
  'AWS::Events::Archive': 'events are not archived on one machine',
  'AWS::IAM::ManagedPolicy': permissions,
  'AWS::IAM::Policy': permissions,
  'AWS::IAM::Role': permissions,
  'AWS::KMS::Alias': encryption,
  'AWS::KMS::Key': encryption,
  'AWS::Lambda::Permission': permissions,
  'AWS::Logs::LogGroup': 'functions log to the data folder',
  'AWS::Logs::MetricFilter': monitoring,
  'AWS::Logs::QueryDefinition': monitoring,
  'AWS::Logs::ResourcePolicy': permissions,
  'AWS::S3::BucketPolicy': permissions,
  'AWS::Scheduler::ScheduleGroup': 'schedules run whatever their group',
  'AWS::SES::ConfigurationSet': mailSettings,
  'AWS::SES::ConfigurationSetEventDestination': mailSettings,
  'AWS::SNS::Subscription': monitoring,
  'AWS::SNS::Topic': 'alarms are not raised on one machine; publishing to it is refused',
  'AWS::SNS::TopicPolicy': permissions,
  'AWS::SQS::QueuePolicy': permissions,
  'AWS::XRay::Group': monitoring,
  'AWS::XRay::SamplingRule': monitoring,
  'Custom::LogRetention': custom,
  'Custom::S3AutoDeleteObjects': custom,
  'Custom::VpcRestrictDefaultSG': custom,
};

export type Coverage = { readonly carriedOut: true } | { readonly carriedOut: false; readonly reason: string };

/** A function that only CloudFormation calls. */
export const customResourceProvider: Coverage = { carriedOut: false, reason: custom };

/**
 * Says what the local run does with a resource type.
 * @throws Error naming the resource when the type is not covered: nothing is left out silently.
 */
export function coverageOf(type: string, stackName: string, logicalId: string): Coverage {
  if (carriedOut.has(type)) return { carriedOut: true };
  const reason = withoutLocalEffect[type];
  if (reason !== undefined) return { carriedOut: false, reason };
  throw new Error(`${stackName}/${logicalId}: the local run does not cover ${type}`);
}
