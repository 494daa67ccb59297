import { describe, expect, test } from 'vitest';
import { decideTask } from '../../functions/decide-task/decide-task.ts';
import { answerLink } from '../../functions/link-page/answer-link.ts';
import { SopError } from '../../functions/shared/domain/errors.ts';
import type { Fact } from '../../functions/shared/domain/history.ts';
import type { Actor } from '../../functions/shared/domain/person.ts';
import { delegateTask, reassignTask } from '../../functions/tasks-api/pass-on.ts';
import { onlyLink, openTask, people, worldWithCase } from '../pages/open-tasks.ts';
import { aDocument, aPerson, aTask } from '../support/builders.ts';
import type { MemoryWorld } from '../support/memory-world.ts';

/**
 * Decisions that somebody has no right to, by the ways that need no mail (those are in `test/replies`): each is refused,
 * changes nothing of the task, and is on the case's record; where nothing tells the case, it is in the log.
 */
interface Attack {
  readonly name: string;
  /** Prepares the world and returns the attack on it. */
  readonly prepare: (world: MemoryWorld) => Promise<() => Promise<Refusal>>;
  readonly refusal: Refusal;
  /** What the new fact says, or the new line in the log. */
  readonly record: Partial<Fact> | { readonly log: string };
}

/** The name of the error, or the status of the page. */
type Refusal = string | number;

const sales: Actor = people.sales;
const assistant: Actor = people.assistant;
const secondAssistant = aPerson({ id: 'he.xin', name: '何欣', email: 'he.xin@example.com', roles: ['assistant'] });
/** Reviews contracts first, and orders second. */
const bothReviews = aPerson({
  id: 'xu.hong',
  name: '徐虹',
  email: 'xu.hong@example.com',
  roles: ['assistant', 'order-review'],
});
const caseId = aTask().caseId;

const attacks: readonly Attack[] = [
  {
    name: 'an altered id in the link',
    prepare: async (world) => {
      const link = onlyLink(await openTask(world, '6'));
      const altered = `${link.startsWith('A') ? 'B' : 'A'}${link.slice(1)}`;
      return () => submit(world, altered, 'meets');
    },
    refusal: 404,
    record: { log: 'link.unknown' },
  },
  {
    name: 'an altered task id in the API',
    prepare: async (world) => {
      const { task } = await openTask(world, '6');
      return () => decide(world, assistant, `${task.id}0`, 'meets');
    },
    refusal: 'TaskNotFound',
    record: { by: assistant.id, via: 'api', detail: { why: 'TaskNotFound' } },
  },
  {
    name: 'a task id of a case that does not exist',
    prepare: async (world) => {
      await openTask(world, '6');
      return () => decide(world, assistant, 'AD-20261123-ZZZZZZ.6.mi9x2k1a-0000', 'meets');
    },
    refusal: 'TaskNotFound',
    record: { log: 'task.unknown' },
  },
  {
    name: 'another person’s task in the API',
    prepare: async (world) => {
      const { task } = await openTask(world, '6');
      return () => decide(world, secondAssistant, task.id, 'meets');
    },
    refusal: 'NotYourTask',
    record: { by: secondAssistant.id, detail: { why: 'NotYourTask' } },
  },
  {
    name: 'a group member’s link, once a colleague has claimed the task',
    prepare: async (world) => {
      const { task, links } = await openTask(world, '12');
      const fact: Fact = { caseId, id: 'claim', type: 'task.claimed', at: world.now().toISOString() };
      await world.tasks.claim(task.id, people.otherDesigner.id, fact);
      return () => submit(world, links[people.design.id] ?? '', 'done');
    },
    refusal: 410,
    record: { by: people.design.id, via: 'link', detail: { why: 'LinkDead', link: 'reassigned' } },
  },
  {
    name: 'a replayed link, to change what was decided through it',
    prepare: async (world) => {
      const link = onlyLink(await openTask(world, '6'));
      await submit(world, link, 'meets');
      return () => submit(world, link, 'fails');
    },
    refusal: 409,
    record: { by: assistant.id, via: 'link', detail: { why: 'TaskAlreadyDecided' } },
  },
  {
    name: 'the old link after a reassignment',
    prepare: async (world) => {
      const opened = await openTask(world, '6');
      await reassignTask(world, { actor: people.manager, id: opened.task.id, via: 'api', to: secondAssistant.id });
      return () => submit(world, onlyLink(opened), 'meets');
    },
    refusal: 410,
    record: { by: assistant.id, via: 'link', detail: { why: 'LinkDead', link: 'reassigned' } },
  },
  {
    name: 'the old link after the task went away and came back',
    prepare: async (world) => {
      const opened = await openTask(world, '6');
      await reassignTask(world, { actor: people.manager, id: opened.task.id, via: 'api', to: secondAssistant.id });
      await reassignTask(world, { actor: people.manager, id: opened.task.id, via: 'api', to: assistant.id });
      return () => submit(world, onlyLink(opened), 'meets');
    },
    refusal: 410,
    record: { by: assistant.id, via: 'link', detail: { why: 'LinkDead', link: 'superseded' } },
  },
  {
    name: 'deciding by the API what one has delegated away',
    prepare: async (world) => {
      const { task } = await openTask(world, '6');
      await delegateTask(world, { actor: assistant, id: task.id, via: 'api', to: secondAssistant.id });
      return () => decide(world, assistant, task.id, 'meets');
    },
    refusal: 'NotYourTask',
    record: { by: assistant.id, detail: { why: 'NotYourTask' } },
  },
  {
    name: 'OR-6 self-approval: the author of the order hands its review to a delegate',
    prepare: async (world) => {
      world.records.documents.push(aDocument({ kind: 'order', by: bothReviews.id }));
      const { task } = await openTask(world, '25', { subject: [{ kind: 'order', version: 1 }] });
      const fact: Fact = { caseId, id: 'claim', type: 'task.claimed', at: world.now().toISOString() };
      await world.tasks.claim(task.id, bothReviews.id, fact);
      return () =>
        failing(delegateTask(world, { actor: bothReviews, id: task.id, via: 'api', to: people.orderReview.id }));
    },
    refusal: 'DutiesSeparated',
    record: { by: bothReviews.id, detail: { why: 'DutiesSeparated', rule: 'own-work' } },
  },
  {
    name: 'OR-6 self-approval: somebody acts on behalf of the author',
    prepare: async (world) => {
      world.records.documents.push(aDocument({ kind: 'order', by: bothReviews.id }));
      const subject = [{ kind: 'order', version: 1 }];
      const { task } = await openTask(world, '25', { subject });
      const stored = world.records.tasks.get(task.id);
      if (stored === undefined) throw new Error('not opened');
      const passed = { ...stored.task, assignee: people.orderReview.id, onBehalfOf: [bothReviews.id] };
      world.records.tasks.set(task.id, { ...stored, task: passed });
      return () => decide(world, people.orderReview, task.id, 'approved');
    },
    refusal: 'DutiesSeparated',
    record: {
      by: people.orderReview.id,
      onBehalfOf: [bothReviews.id],
      detail: { why: 'DutiesSeparated', rule: 'own-work' },
    },
  },
  {
    name: 'OR-6 self-approval: a reviewer hands the review to the author',
    prepare: async (world) => {
      world.records.documents.push(aDocument({ by: secondAssistant.id }));
      const { task } = await openTask(world, '6');
      return () => failing(delegateTask(world, { actor: assistant, id: task.id, via: 'api', to: secondAssistant.id }));
    },
    refusal: 'DutiesSeparated',
    record: { by: assistant.id, detail: { why: 'DutiesSeparated', rule: 'own-work' } },
  },
  {
    name: 'OR-3 the salesperson approves the order of their own sale',
    prepare: async (world) => {
      const { task } = await openTask(world, '25');
      return () => decide(world, { ...sales, roles: ['sales', 'order-review'] }, task.id, 'approved');
    },
    refusal: 'DutiesSeparated',
    record: { by: sales.id, detail: { why: 'DutiesSeparated', rule: 'own-sale' } },
  },
  {
    name: 'OR-6 a second review by the first reviewer',
    prepare: async (world) => {
      const first = await openTask(world, '6');
      await reassignTask(world, { actor: people.manager, id: first.task.id, via: 'api', to: bothReviews.id });
      await decide(world, bothReviews, first.task.id, 'meets');
      const { task } = await openTask(world, '25');
      return () => decide(world, bothReviews, task.id, 'approved');
    },
    refusal: 'DutiesSeparated',
    record: { by: bothReviews.id, detail: { why: 'DutiesSeparated', rule: 'two-reviewers' } },
  },
  {
    name: 'OR-6 a second review through the link of the first reviewer',
    prepare: async (world) => {
      const first = await openTask(world, '6');
      await reassignTask(world, { actor: people.manager, id: first.task.id, via: 'api', to: bothReviews.id });
      await decide(world, bothReviews, first.task.id, 'meets');
      const { links } = await openTask(world, '25');
      return () => submit(world, links[bothReviews.id] ?? '', 'approved');
    },
    refusal: 409,
    record: { by: bothReviews.id, via: 'link', detail: { why: 'DutiesSeparated', rule: 'two-reviewers' } },
  },
  {
    name: 'a decision on content that has changed since it was read',
    prepare: async (world) => {
      world.records.documents.push(aDocument());
      const { task } = await openTask(world, '6');
      world.records.documents.push(aDocument({ version: 2 }));
      return () => decide(world, assistant, task.id, 'meets', { contentHash: task.contentHash });
    },
    refusal: 'ContentChanged',
    record: { by: assistant.id, detail: { why: 'ContentChanged' } },
  },
  {
    name: 'a task taken away by somebody who is no manager',
    prepare: async (world) => {
      const { task } = await openTask(world, '6');
      return () => failing(reassignTask(world, { actor: sales, id: task.id, via: 'api', to: secondAssistant.id }));
    },
    refusal: 'ReassignmentNotYours',
    record: { by: sales.id, detail: { why: 'ReassignmentNotYours' } },
  },
];

async function worldWithEverybody(): Promise<MemoryWorld> {
  const world = await worldWithCase();
  for (const person of [secondAssistant, bothReviews]) await world.people.put(person);
  return world;
}

function decide(
  world: MemoryWorld,
  { id, roles }: Actor,
  taskId: string,
  outcome: string,
  expect?: { contentHash: string },
): Promise<Refusal> {
  return failing(
    decideTask(world, {
      taskId,
      actor: { id, roles },
      via: 'api',
      outcome,
      ...(expect === undefined ? {} : { expect }),
    }),
  );
}

async function failing(work: Promise<unknown>): Promise<Refusal> {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (error instanceof SopError) return error.name;
    throw error;
  }
}

async function submit(world: MemoryWorld, link: string, outcome: string): Promise<Refusal> {
  const { status } = await answerLink(world, {
    method: 'POST',
    link,
    lang: undefined,
    host: 'sop.example.com',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ outcome, comment: '理由' }).toString(),
  });
  return status;
}

const refusedAttempts = (world: MemoryWorld): readonly Fact[] =>
  [...(world.records.facts.get(caseId)?.values() ?? [])].filter(({ type }) => type === 'task.refused-attempt');

describe('attacks are refused and recorded', () => {
  test.each(attacks)('$name', async ({ prepare, refusal, record }) => {
    // given
    const world = await worldWithEverybody();
    const attack = await prepare(world);
    const [tasks, documents, before] = [
      structuredClone([...world.records.tasks]),
      structuredClone(world.records.documents),
      refusedAttempts(world).map(({ id }) => id),
    ];
    // when
    const answer = await attack();
    // then
    expect(answer).toBe(refusal);
    expect([...world.records.tasks]).toEqual(tasks);
    expect(world.records.documents).toEqual(documents);
    const recorded = refusedAttempts(world).filter(({ id }) => !before.includes(id));
    if ('log' in record) expect(world.observer.warnings.map(({ code }) => code)).toEqual([record.log]);
    else expect(recorded).toMatchObject([record]);
  });
});

describe('a scanner that follows the link', () => {
  const visits: readonly [method: 'GET' | 'HEAD', headers: Record<string, string>][] = [
    ['GET', {}],
    ['HEAD', {}],
    ['GET', { purpose: 'prefetch', 'sec-purpose': 'prefetch;prerender' }],
    ['GET', { 'user-agent': 'LinkScanner/1.0', 'sec-fetch-site': 'cross-site' }],
  ];
  test.each(visits)(
    '%s %j reads and changes nothing: looking is no attempt, so there is none to record',
    async (method, headers) => {
      const world = await worldWithEverybody();
      const link = onlyLink(await openTask(world, '6'));
      const before = structuredClone(world.records);
      // when
      const answer = await answerLink(world, {
        method,
        link,
        lang: undefined,
        host: 'sop.example.com',
        headers,
        body: 'outcome=meets',
      });
      // then
      expect(answer.status).toBe(200);
      expect(world.records).toEqual(before);
    },
  );
});
