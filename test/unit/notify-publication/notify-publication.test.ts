import { beforeEach, expect, it } from 'vitest';
import { notifyPublication } from '../../../functions/notify-publication/notify-publication.ts';
import { newFact } from '../../../functions/shared/domain/new-fact.ts';
import type { Mail } from '../../../functions/shared/domain/ports.ts';
import { aCase, aDocument, aPerson, aPublication } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';

const caseId = aCase().id;
const report = aDocument({ kind: 'publication', content: aPublication(), at: '2026-11-23T01:55:00.000Z' });

let world: MemoryWorld;
beforeEach(async () => {
  world = memoryWorld();
  await world.cases.create(aCase(), newFact({ caseId, type: 'case.started' }, new Date('2026-11-20T00:00:00.000Z')));
  await world.people.put(aPerson({ id: 'zhang.wei', email: 'zhang.wei@example.com', roles: ['assistant'] }));
  world.records.documents.push(report);
});

const addresses = () => world.mailer.sent.map(({ to }) => to.email);

it('tells assistant and customer where and when the ad was published', async () => {
  // when
  const result = await notifyPublication(world, { caseId });
  // then
  expect(result).toEqual({ notified: 2 });
  expect(addresses()).toEqual(['zhang.wei@example.com', 'chen.chen@customer.example']);
  for (const mail of world.mailer.sent) expect(mail.text).toContain('https://ads.example.com/winter');
});

it('tells nobody twice of the same report, but of a new version', async () => {
  // given
  await notifyPublication(world, { caseId });
  // when
  await notifyPublication(world, { caseId });
  world.records.documents.push({ ...report, version: 2, at: '2026-11-23T01:58:00.000Z' });
  await notifyPublication(world, { caseId });
  // then
  expect(addresses()).toHaveLength(4);
});

it('goes on with the second mail after a crash behind the first', async () => {
  // given
  const died = new Error('killed');
  const mailer = {
    async send(mail: Mail) {
      if (world.mailer.sent.length === 1) throw died;
      return world.mailer.send(mail);
    },
  };
  await expect(notifyPublication({ ...world, mailer }, { caseId })).rejects.toBe(died);
  // when
  await notifyPublication(world, { caseId });
  // then
  expect(addresses()).toEqual(['zhang.wei@example.com', 'chen.chen@customer.example']);
});

it('puts a refused mail on record and goes on', async () => {
  // given
  world.mailer.refuses.add('zhang.wei@example.com');
  // when
  await notifyPublication(world, { caseId });
  await notifyPublication(world, { caseId });
  // then
  expect(addresses()).toEqual(['chen.chen@customer.example']);
  expect(world.observer.facts.map(({ type }) => type)).toEqual(['publication.notice-refused', 'publication.notified']);
});

it('tells the customer alone, with a warning, where the assistant is not in the directory', async () => {
  // given
  world.records.people.clear();
  // when
  const result = await notifyPublication(world, { caseId });
  // then
  expect(result).toEqual({ notified: 1 });
  expect(world.observer.warnings.map(({ code }) => code)).toEqual(['publication.nobody-to-notify']);
});

it('fails where code 18 has left no report', async () => {
  world.records.documents.length = 0;
  await expect(notifyPublication(world, { caseId })).rejects.toMatchObject({ name: 'PublicationMissing' });
});
