import { expect, test } from 'vitest';
import { handler } from '../../../functions/register-person/handler.ts';

const context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'register-person',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:register-person',
  memoryLimitInMB: '256',
  awsRequestId: 'invocation-1',
  logGroupName: 'register-person',
  logStreamName: 'register-person',
  getRemainingTimeInMillis: () => 10_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};

test('nobody is kept from signing in: with no table to write to, the event goes back as it came', async () => {
  const event = {
    version: '2',
    userName: 'li.na',
    request: {
      userAttributes: { email: 'li.na@example.com' },
      groupConfiguration: { groupsToOverride: ['sales'], preferredRole: null },
    },
    response: { claimsAndScopeOverrideDetails: null },
  };
  const before = structuredClone(event);
  expect(await handler(event, context)).toBe(event);
  expect(event).toEqual(before);
});
