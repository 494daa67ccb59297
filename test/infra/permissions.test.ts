import { describe, expect, test } from 'vitest';
import { permissionsOf, wholeApp } from './synthesized.ts';

const permissions = permissionsOf(wholeApp());

function whoMay(action: string | RegExp): readonly string[] {
  const matches = (name: string) => (typeof action === 'string' ? name === action : action.test(name));
  return [...new Set(permissions.filter(({ action: name }) => matches(name)).map(({ who }) => who))].sort();
}

describe('who may do what', () => {
  test.each([
    ['answer a waiting state', /^states:SendTask/, ['carry-application', 'deliver-decision']],
    ['start a machine', 'states:StartExecution', ['carry-application', 'customers-api', 'start-case', 'web-customers']],
    ['stop a case’s machine', 'states:StopExecution', ['cases-api', 'web-inbox']],
    ['read the secret that links are derived from', /^secretsmanager:/, ['open-task', 'sweep-inbox', 'sweep-tasks']],
    [
      'send mail',
      'ses:SendEmail',
      [
        'notify-publication',
        'open-application',
        'open-task',
        'record-delivery',
        'recycle-customers',
        'settle-application',
        'sweep-inbox',
        'sweep-tasks',
        'tell-clash',
        'tell-reversal',
      ],
    ],
    ['have mails sent to an address again', 'ses:DeleteSuppressedDestination', ['people-api', 'web-inbox']],
    ['do anything else with mails', /^ses:(?!SendEmail$|DeleteSuppressedDestination$)/, []],
    [
      'delete a record',
      'dynamodb:DeleteItem',
      ['cases-api', 'contacts-api', 'customers-api', 'people-api', 'tasks-api', 'web-customers', 'web-inbox'],
    ],
    ['see or change accounts', /^cognito-idp:/, ['people-api']],
    ['read the whole table', /^dynamodb:(Scan|BatchWriteItem)$/, ['reindex-customers']],
    ['read the stream of changes', 'dynamodb:GetRecords', ['export-audit', 'relay-changes']],
    [
      'be told of changes',
      'sqs:ReceiveMessage',
      ['carry-application', 'deliver-decision', 'start-case', 'tell-clash', 'tell-reversal'],
    ],
    [
      'tell others of changes, or leave what failed in a queue',
      'sqs:SendMessage',
      ['export-audit', 'record-case-end', 'record-delivery', 'record-import-end', 'relay-changes'],
    ],
    ['do anything of a service', /\*/, []],
    ['call a function', 'lambda:InvokeFunction', []],
  ])('%s', (_, action, who) => {
    expect(whoMay(action)).toEqual(who);
  });

  test.each(['review-contract', 'review-order'])('%s reads records and writes none', (reviewer) => {
    const own = permissions.filter(({ who, action }) => who === reviewer && action.startsWith('dynamodb:'));
    expect(own.map(({ action }) => action).sort()).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:GetItem',
      'dynamodb:Query',
    ]);
  });

  test('the API’s description touches nothing but its log and traces', () => {
    const own = permissions.filter(({ who }) => who === 'api-description').map(({ action }) => action);
    expect(
      own.every((action) => /^(logs|xray):/.test(action)),
      own.join(),
    ).toBe(true);
  });

  test('only what is on its way into a case is ever removed from a bucket, by who judges it', () => {
    const removing = permissions.filter(({ action }) => action === 's3:DeleteObject');
    expect(removing.map(({ who }) => who).sort()).toEqual(['link-page', 'tasks-api', 'web-inbox']);
    expect(removing.every(({ on }) => on.includes('/incoming/*'))).toBe(true);
  });

  test('nobody lists a bucket beyond what is on its way into a case', () => {
    const listing = permissions.filter(({ action }) => action === 's3:ListBucket');
    expect(listing.map(({ who }) => who).sort()).toEqual(['link-page', 'web-inbox']);
    for (const { condition } of listing) expect(condition).toEqual({ StringLike: { 's3:prefix': 'incoming/*' } });
  });

  test('mail goes out under the stage’s own sender only', () => {
    for (const { condition } of permissions.filter(({ action }) => action === 'ses:SendEmail')) {
      expect(condition).toEqual({ StringEquals: { 'ses:FromAddress': 'sales-sop@example.com' } });
    }
  });

  test('"*" stands for traces, listing streams and the suppression list, which know nothing narrower, and for nothing else', () => {
    const anywhere = new Set(permissions.filter(({ on }) => on === '"*"').map(({ action }) => action));
    expect([...anywhere].sort()).toEqual([
      'dynamodb:ListStreams',
      'ses:DeleteSuppressedDestination',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  });
});
