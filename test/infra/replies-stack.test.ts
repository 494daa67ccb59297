import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { templateOf, wholeApp } from './synthesized.ts';

const operations = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
const app = wholeApp({ mailFrom: 'sop@example.cn', replyDomain: 'reply.example.cn' });
const template = templateOf(app, 'replies');

describe('replies stack', () => {
  test('a mail to the reply domain goes to the bucket first, then to the function, with virus and spam checked', () => {
    template.hasResourceProperties('AWS::SES::ReceiptRule', {
      Rule: {
        Enabled: true,
        Recipients: ['reply.example.cn'],
        ScanEnabled: true,
        Actions: [
          { S3Action: { BucketName: Match.anyValue(), ObjectKeyPrefix: 'received/' } },
          { LambdaAction: { FunctionArn: Match.anyValue(), InvocationType: 'Event' } },
        ],
      },
    });
  });

  test('only this rule of this account may put mails there and call the function', () => {
    const ours = { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } };
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 's3:PutObject',
            Principal: { Service: 'ses.amazonaws.com' },
            Condition: { StringEquals: ours, ArnLike: Match.anyValue() },
          }),
        ]),
      },
    });
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'ses.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
      SourceArn: Match.anyValue(),
    });
  });

  test('received mails are encrypted, private, and gone after 30 days', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: Match.anyValue(),
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 30, Status: 'Enabled' })] },
    });
  });

  test('what could not be taken is kept in a queue, and an alarm says what that means', () => {
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: Match.anyValue() },
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'sales-sop-prod-replies-untaken',
      AlarmDescription: Match.stringLikeRegexp('docs/operations.md says under "A reply was not taken"'),
    });
    expect(operations).toContain('`replies-untaken`');
    expect(operations).toMatch(/^### A reply was not taken$/m);
  });

  test('the function reads received mails, adds files to cases, and takes nothing away from the bucket', () => {
    const statements = Object.values(template.findResources('AWS::IAM::Policy'))
      .map((policy) => JSON.stringify(policy))
      .join();
    expect(statements).toContain('s3:GetObject');
    expect(statements).toContain('s3:PutObject');
    expect(statements).not.toMatch(/s3:(Delete|List|\*)/);
  });

  test('cdk-nag finds nothing that is not acknowledged', () => {
    const found = new AwsSolutionsChecks()
      .validateScope(app)
      .violations.map(({ ruleName, violatingResources }) => [ruleName, violatingResources.map((r) => r.constructPath)]);
    expect(found).toEqual([]);
  });

  test('the mails that open tasks carry a reply address only where replies are taken', () => {
    const replying = (of: typeof app) => JSON.stringify(templateOf(of, 'workflows').toJSON()).includes('REPLY_DOMAIN');
    expect(replying(app)).toBe(true);
    expect(replying(wholeApp())).toBe(false);
  });
});
