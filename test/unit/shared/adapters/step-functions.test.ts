import { afterEach, describe, expect, it } from 'vitest';
import { linkSecret } from '../../../../functions/shared/adapters/link-secret.ts';
import { stepFunctions, taskTokens } from '../../../../functions/shared/adapters/step-functions.ts';
import { type FakeService, fakeService } from '../../../support/fake-service.ts';

const stateMachineArn = 'arn:aws:states:eu-west-1:123456789012:stateMachine:ad-sales';
const executionArn = 'arn:aws:states:eu-west-1:123456789012:execution:ad-sales:AD-1';

let service: FakeService | undefined;
afterEach(async () => {
  await service?.stop();
});

async function answering(status: number, body: object): Promise<FakeService> {
  service = await fakeService(() => ({ status, type: 'application/x-amz-json-1.0', body: JSON.stringify(body) }));
  return service;
}

const failing = (name: string) =>
  answering(400, { __type: `com.amazonaws.swf.service.v2.model#${name}`, message: 'no' });

describe('the state machine', () => {
  it('is started under the name given', async () => {
    // given
    const { config, requests } = await answering(200, { executionArn, startDate: 1 });
    // when
    const arn = await stepFunctions({ stateMachineArn }, config).start('AD-1', { caseId: 'AD-1' });
    // then
    expect(arn).toBe(executionArn);
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ stateMachineArn, name: 'AD-1', input: '{"caseId":"AD-1"}' });
  });

  it('has been started where the name is taken', async () => {
    const { config } = await failing('ExecutionAlreadyExists');
    expect(await stepFunctions({ stateMachineArn }, config).start('AD-1', {})).toBe(executionArn);
  });

  it('is stopped, or has no such execution any more', async () => {
    const { config } = await failing('ExecutionDoesNotExist');
    await expect(stepFunctions({ stateMachineArn }, config).stop(executionArn, 'e', 'c')).resolves.toBeUndefined();
  });

  it('is busy at times', async () => {
    const { config } = await failing('ThrottlingException');
    await expect(stepFunctions({ stateMachineArn }, config).start('AD-1', {})).rejects.toMatchObject({
      name: 'TransientFailure',
    });
  });
});

describe('a task token', () => {
  it('takes one answer', async () => {
    const { config, requests } = await answering(200, {});
    expect(await taskTokens(config).succeed('token', { outcome: 'done' })).toBe('delivered');
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ taskToken: 'token', output: '{"outcome":"done"}' });
  });

  it.each(['TaskTimedOut', 'TaskDoesNotExist'])('is gone on %s', async (name) => {
    const { config } = await failing(name);
    expect(await taskTokens(config).succeed('token', {})).toBe('gone');
  });

  it('that is no token is an error', async () => {
    const { config } = await failing('InvalidToken');
    await expect(taskTokens(config).succeed('token', {})).rejects.toMatchObject({ name: 'InvalidToken' });
  });
});

describe('the link secret', () => {
  it('is fetched once', async () => {
    // given
    const { config, requests } = await answering(200, { SecretString: 'a secret of enough letters' });
    const secrets = linkSecret('arn:secret', config);
    // when
    const read = [await secrets.linkSecret(), await secrets.linkSecret()];
    // then
    expect(read).toEqual(['a secret of enough letters', 'a secret of enough letters']);
    expect(requests).toHaveLength(1);
  });

  it('is refused where it is too short to guard anything', async () => {
    const { config } = await answering(200, { SecretString: 'short' });
    await expect(linkSecret('arn:secret', config).linkSecret()).rejects.toThrow('too short');
  });
});
