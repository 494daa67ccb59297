import { createHash } from 'node:crypto';
import type { Json } from '../asl/contract.ts';

/** What is needed to name a resource. */
export interface ResourceIdentity {
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
  readonly region: string;
  readonly account: string;
  /** Where the HTTP API answers: `http://127.0.0.1:3000`. */
  readonly appUrl: string;
  /** Where the AWS protocols are spoken: `http://127.0.0.1:4566`. */
  readonly awsUrl: string;
  /** A property, resolved; undefined when the template does not give it. */
  readonly property: (name: string) => Json | undefined;
}

/** What `Ref` and `Fn::GetAtt` say of a resource. */
export interface ResourceNames {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The stream label of every table here; AWS's is the moment the stream was enabled. */
export const streamLabel = '2026-01-01T00:00:00.000';

type Naming = (id: ResourceIdentity) => ResourceNames;

/**
 * Names a resource the same way at every start: the template's own name where it gives one, else stack, logical id
 * and a hash of both, as CloudFormation does with a random part.
 */
export function nameResource(id: ResourceIdentity): ResourceNames {
  return (namings[id.type] ?? unnamedByService)(id);
}

const namings: Readonly<Record<string, Naming>> = {
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::Lambda::Function': (id) => {
    const name = given(id, 'FunctionName', 64);
    return { ref: name, attributes: { Arn: arn(id, 'lambda', `function:${name}`) } };
  },
  'AWS::Lambda::Version': (id) => {
    const version = `${arnOfFunction(id)}:1`;
    return { ref: version, attributes: { FunctionArn: version, Version: '1' } };
  },
  'AWS::Lambda::Alias': (id) => {
    const alias = `${arnOfFunction(id)}:${String(id.property('Name'))}`;
    return { ref: alias, attributes: { AliasArn: alias } };
  },
  'AWS::StepFunctions::StateMachine': (id) => {
    const name = given(id, 'StateMachineName', 80);
    const machine = arn(id, 'states', `stateMachine:${name}`);
    return { ref: machine, attributes: { Arn: machine, Name: name, StateMachineRevisionId: 'INITIAL' } };
  },
  'AWS::SecretsManager::Secret': (id) => {
    const name = given(id, 'Name', 512);
    const secret = arn(id, 'secretsmanager', `secret:${name}-${hash(id, 6)}`);
    return { ref: secret, attributes: { Id: secret } };
  },
  'AWS::Cognito::UserPool': (id) => {
    const pool = `${id.region}_${hash(id, 9)}`;
    const provider = `cognito-idp.${id.region}.amazonaws.com/${pool}`;
    const names = { Arn: arn(id, 'cognito-idp', `userpool/${pool}`), ProviderName: provider, UserPoolId: pool };
    return { ref: pool, attributes: { ...names, ProviderURL: `https://${provider}` } };
  },
  'AWS::Cognito::UserPoolClient': (id) => {
    const client = hash(id, 26).toLowerCase();
    return { ref: client, attributes: { ClientId: client, Name: given(id, 'ClientName', 128) } };
  },
  'AWS::Cognito::UserPoolGroup': (id) => ({ ref: given(id, 'GroupName', 128), attributes: {} }),
  'AWS::Cognito::UserPoolDomain': (id) => ({ ref: String(id.property('Domain')), attributes: {} }),
  'AWS::ApiGatewayV2::Api': (id) => {
    const api = hash(id, 10).toLowerCase();
    return { ref: api, attributes: { ApiId: api, ApiEndpoint: id.appUrl } };
  },
  'AWS::Events::EventBus': (id) => {
    const name = given(id, 'Name', 256);
    return { ref: name, attributes: { Arn: arn(id, 'events', `event-bus/${name}`), Name: name } };
  },
  'AWS::Events::Rule': (id) => {
    const name = given(id, 'Name', 64);
    const bus = id.property('EventBusName');
    const path = bus === undefined || bus === 'default' ? name : `${String(bus)}/${name}`;
    return { ref: name, attributes: { Arn: arn(id, 'events', `rule/${path}`) } };
  },
  'AWS::Scheduler::Schedule': (id) => {
    const name = given(id, 'Name', 64);
    const group = id.property('GroupName') ?? 'default';
    return { ref: name, attributes: { Arn: arn(id, 'scheduler', `schedule/${String(group)}/${name}`) } };
  },
  'AWS::Scheduler::ScheduleGroup': (id) => {
    const name = given(id, 'Name', 64);
    return { ref: name, attributes: { Arn: arn(id, 'scheduler', `schedule-group/${name}`) } };
  },
  'AWS::SQS::Queue': (id) => {
    const name = given(id, 'QueueName', 80);
    return {
      ref: `${id.awsUrl}/${id.account}/${name}`,
      attributes: {
        Arn: arn(id, 'sqs', name),
        QueueName: name,
        QueueUrl: `${id.awsUrl}/${id.account}/${name}`,
      },
    };
  },
  'AWS::SNS::Topic': (id) => {
    const name = given(id, 'TopicName', 256);
    return { ref: arn(id, 'sns', name), attributes: { TopicArn: arn(id, 'sns', name), TopicName: name } };
  },
  'AWS::S3::Bucket': (id) => {
    const name = given(id, 'BucketName', 63).toLowerCase();
    const host = `${name}.s3.amazonaws.com`;
    return {
      ref: name,
      attributes: {
        Arn: `arn:aws:s3:::${name}`,
        DomainName: host,
        RegionalDomainName: `${name}.s3.${id.region}.amazonaws.com`,
      },
    };
  },
  'AWS::IAM::Role': (id) => {
    const name = given(id, 'RoleName', 64);
    const role = `arn:aws:iam::${id.account}:role/${name}`;
    return { ref: name, attributes: { Arn: role, RoleId: `AROA${hash(id, 17).toUpperCase()}` } };
  },
  'AWS::Logs::LogGroup': (id) => {
    const name = given(id, 'LogGroupName', 512);
    return { ref: name, attributes: { Arn: arn(id, 'logs', `log-group:${name}:*`) } };
  },
  'AWS::SSM::Parameter': (id) => ({
    ref: given(id, 'Name', 1011),
    attributes: { Type: String(id.property('Type')), Value: String(id.property('Value')) },
  }),
  'AWS::SES::EmailIdentity': (id) => ({ ref: String(id.property('EmailIdentity')), attributes: {} }),
  'AWS::SES::ReceiptRuleSet': (id) => ({ ref: given(id, 'RuleSetName', 64), attributes: {} }),
  'AWS::SES::ConfigurationSet': (id) => ({ ref: given(id, 'Name', 64), attributes: {} }),
  'AWS::KMS::Key': (id) => {
    const key = hash(id, 32).toLowerCase();
    return { ref: key, attributes: { Arn: arn(id, 'kms', `key/${key}`), KeyId: key } };
  },
};

function table(id: ResourceIdentity): ResourceNames {
  const name = given(id, 'TableName', 255);
  const own = arn(id, 'dynamodb', `table/${name}`);
  return { ref: name, attributes: { Arn: own, StreamArn: `${own}/stream/${streamLabel}`, TableId: hash(id, 32) } };
}

/** For resources nothing is asked of locally: a name, and an ARN of the usual shape. */
function unnamedByService(id: ResourceIdentity): ResourceNames {
  const name = generated(id, 255);
  const service = (id.type.split('::')[1] ?? 'unknown').toLowerCase();
  return { ref: name, attributes: { Arn: arn(id, service, name), Id: name } };
}

function arnOfFunction(id: ResourceIdentity): string {
  const name = String(id.property('FunctionName'));
  return name.startsWith('arn:') ? name : arn(id, 'lambda', `function:${name}`);
}

function arn(id: ResourceIdentity, service: string, rest: string): string {
  return `arn:aws:${service}:${id.region}:${id.account}:${rest}`;
}

function given(id: ResourceIdentity, property: string, limit: number): string {
  const name = id.property(property);
  return typeof name === 'string' ? name : generated(id, limit);
}

function generated(id: ResourceIdentity, limit: number): string {
  const suffix = `-${hash(id, 12)}`;
  return `${id.stackName}-${id.logicalId}`.slice(0, limit - suffix.length) + suffix;
}

function hash(id: ResourceIdentity, length: number): string {
  const digest = createHash('sha512').update(`${id.stackName}/${id.logicalId}`).digest('base64');
  return digest.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, length);
}
