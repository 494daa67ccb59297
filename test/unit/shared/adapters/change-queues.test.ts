import { afterEach, expect, it } from 'vitest';
import { changeQueues } from '../../../../functions/shared/adapters/change-queues.ts';
import type { RecordChange } from '../../../../functions/shared/domain/record-change.ts';
import { type FakeService, fakeService } from '../../../support/fake-service.ts';

let service: FakeService | undefined;
afterEach(async () => {
  await service?.stop();
});

const changes = Array.from(
  { length: 12 },
  (_, n): RecordChange => ({ pk: 'CASE#1', sk: `DOCUMENT#${n}`, event: 'INSERT' }),
);
const type = 'application/x-amz-json-1.0';

it('are told ten at a time, and which were refused is known by their places', async () => {
  // given a queue that refuses the last of each batch
  service = await fakeService(({ body }) => {
    const last = JSON.parse(body).Entries.at(-1).Id;
    const Failed = [{ Id: last, SenderFault: false, Code: 'InternalError' }];
    return { status: 200, type, body: JSON.stringify({ Successful: [], Failed }) };
  });
  // when
  const refused = await changeQueues(service.config).tell(`${service.config.endpoint}/1/decisions`, changes);
  // then
  expect(refused).toEqual([9, 11]);
  const sent = service.requests.map(({ body }) => JSON.parse(body).Entries);
  expect(sent.map(({ length }) => length)).toEqual([10, 2]);
  expect(JSON.parse(sent[1][1].MessageBody)).toEqual(changes[11]);
});

it('that cannot be reached fail', async () => {
  service = await fakeService(() => ({ status: 400, type, body: JSON.stringify({ __type: 'QueueDoesNotExist' }) }));
  await expect(changeQueues(service.config).tell(`${service.config.endpoint}/1/none`, changes)).rejects.toThrow();
});
