import { Capture, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { roleIds } from '../../functions/shared/domain/roles.ts';
import { permissionsOf, templateOf, wholeApp } from './synthesized.ts';

const template = templateOf(wholeApp(), 'data');

describe('data stack', () => {
  test('the records outlive the stack, can be restored to any second, and are billed by use', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
        TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      },
    });
  });

  test('the table and its indexes have the keys that docs/data-model.md lays out', () => {
    const index = (IndexName: string, hash: string, range: string, ProjectionType: string) => ({
      IndexName,
      KeySchema: [
        { AttributeName: hash, KeyType: 'HASH' },
        { AttributeName: range, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType },
    });
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        index('byQueue', 'queue', 'queueOrder', 'ALL'),
        index('byPerson', 'personQueue', 'personOrder', 'ALL'),
        index('bySweep', 'sweepShard', 'sweepAt', 'KEYS_ONLY'),
      ],
    });
  });

  test('there is a group for each role, and nobody signs up by themselves', () => {
    const groups = Object.values(template.findResources('AWS::Cognito::UserPoolGroup'));
    expect(groups.map(({ Properties }) => Properties.GroupName).sort()).toEqual([...roleIds].sort());
    template.hasResource('AWS::Cognito::UserPool', {
      DeletionPolicy: 'Retain',
      Properties: {
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        DeletionProtection: 'ACTIVE',
        MfaConfiguration: 'OPTIONAL',
        Policies: { PasswordPolicy: Match.objectLike({ MinimumLength: 12, RequireSymbols: true }) },
      },
    });
  });

  test('signing in keeps the directory of people in step', () => {
    const trigger = new Capture();
    template.hasResourceProperties('AWS::Cognito::UserPool', { LambdaConfig: { PreTokenGeneration: trigger } });
    const [logicalId] = trigger.asObject()['Fn::GetAtt'];
    expect(template.findResources('AWS::Lambda::Function')[logicalId]?.Properties.FunctionName).toBe(
      'sales-sop-prod-register-person',
    );
  });

  test('the link secret is generated, never written down', () => {
    template.hasResource('AWS::SecretsManager::Secret', {
      DeletionPolicy: 'Retain',
      Properties: { GenerateSecretString: Match.objectLike({ PasswordLength: 64 }), SecretString: Match.absent() },
    });
  });

  test('a file nobody completed is gone after a day, an import after 90, every version of them', () => {
    const buckets = Object.values(template.findResources('AWS::S3::Bucket'));
    expect(buckets.map(({ Properties }) => Properties.LifecycleConfiguration)).toEqual([
      {
        Rules: [
          {
            ExpirationInDays: 1,
            NoncurrentVersionExpiration: { NoncurrentDays: 1 },
            Prefix: 'incoming/',
            Status: 'Enabled',
          },
          {
            ExpirationInDays: 90,
            NoncurrentVersionExpiration: { NoncurrentDays: 90 },
            Prefix: 'imports/',
            Status: 'Enabled',
          },
        ],
      },
    ]);
  });

  test('whatever a function may write into the bucket of documents expires, but for what belongs to cases', () => {
    const written = permissionsOf(wholeApp())
      .filter(({ action, on }) => action === 's3:PutObject' && on.includes('DocumentsBucket'))
      .map(({ on }) => /"\/([\w-]+\/)\*"/.exec(on)?.[1]);
    const [bucket] = Object.values(template.findResources('AWS::S3::Bucket'));
    const rules = z.array(z.object({ Prefix: z.string() })).parse(bucket?.Properties.LifecycleConfiguration.Rules);
    expect([...new Set(written)].sort()).toEqual(['cases/', ...rules.map(({ Prefix }) => Prefix)].sort());
  });

  test('a stage made to be thrown away leaves nothing behind', () => {
    const thrownAway = templateOf(wholeApp({ stage: 'try', retained: 'false' }), 'data', 'try');
    thrownAway.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Delete',
      Properties: { DeletionProtectionEnabled: false },
    });
    thrownAway.hasResource('AWS::Cognito::UserPool', { DeletionPolicy: 'Delete' });
    thrownAway.hasResource('AWS::SecretsManager::Secret', { DeletionPolicy: 'Delete' });
  });
});
