import { contactId } from '../../functions/shared/domain/assignment.ts';
import type { DocumentVersion } from '../../functions/shared/domain/case.ts';
import { contentHash } from '../../functions/shared/domain/content-hash.ts';
import type { DocumentKind } from '../../functions/shared/domain/documents.ts';
import { latestOf } from '../../functions/shared/domain/latest-documents.ts';
import { linkHash, linkId } from '../../functions/shared/domain/link.ts';
import { newFact } from '../../functions/shared/domain/new-fact.ts';
import { findStep, type StepId } from '../../functions/shared/domain/steps.ts';
import type { Task } from '../../functions/shared/domain/task.ts';
import { aCase, aContract, aDocument, anOrder, aPerson, aPublication, aQuote, aTask } from '../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../support/memory-world.ts';

const secret = 'a link secret of the tests';
const caseId = aCase().id;

/** What every kind of document of the example case holds. */
export const contents = {
  plan: {
    channels: ['门户首页', '移动端信息流'],
    positions: ['首页横幅', '频道页矩形'],
    period: { from: '2026-12-20', to: '2027-01-08' },
    audience: '华东地区 25–40 岁的家庭用户，关注冬季出行与家装。',
    expectedEffect: '曝光 300 万次，点击 2.4 万次。\n留资不少于 600 条。',
  },
  quote: aQuote({
    lines: [
      { position: '首页横幅', days: 20, listPrice: '750.00', discount: 0.2, amount: '12000.00' },
      { position: '频道页矩形', days: 20, listPrice: '300.00', discount: 0.15, amount: '5100.00' },
    ],
    tax: '1026.00',
    total: '18126.00',
  }),
  contract: aContract({
    lines: [
      { position: '首页横幅', days: 20, listPrice: '750.00', discount: 0.2, amount: '12000.00' },
      { position: '频道页矩形', days: 20, listPrice: '300.00', discount: 0.15, amount: '5100.00' },
    ],
    tax: '1026.00',
    total: '18126.00',
    totalInCapitals: '壹万捌仟壹佰贰拾陆元整',
    payments: [
      { due: '2026-12-15', amount: '9063.00' },
      { due: '2027-01-08', amount: '9063.00' },
    ],
  }),
  'design-request': {
    sizes: ['950×90', '336×280'],
    formats: ['JPG', 'HTML5'],
    copy: '冬日暖心价，全场八折起。',
    brandAssets: ['https://customer.example/brand/logo.svg', '品牌手册 2026 版'],
    landingAddress: 'https://customer.example/winter?utm_source=banner&utm_medium=display',
    must: ['品牌标志', '活动日期'],
    mustNot: ['“最”等绝对化用语'],
  },
  'design-proof': { previewAddress: 'https://proof.example/ad/1024', sizes: ['950×90', '336×280'] },
  'revision-notes': { notes: [{ place: '主标题', change: '字号加大，并改为暖色。' }] },
  'publication-form': {
    positions: ['首页横幅', '频道页矩形'],
    start: '2026-12-20',
    end: '2027-01-08',
    materials: ['950×90.jpg', '336×280.jpg'],
    sealWanted: 'contract',
  },
  'publication-request': {
    positions: ['首页横幅', '频道页矩形'],
    start: '2026-12-20',
    landingAddress: 'https://customer.example/winter',
  },
  order: anOrder({ net: '17100.00', tax: '1026.00', total: '18126.00' }),
  publication: aPublication(),
  collection: { receivedOn: '2026-12-15', amount: '9063.00', method: '银行转账' },
} as const satisfies Record<DocumentKind, DocumentVersion['content']>;

/** Every kind of document there is; a test holds it against the catalogue. */
export const kinds: readonly DocumentKind[] = [
  'plan',
  'quote',
  'contract',
  'design-request',
  'design-proof',
  'revision-notes',
  'publication-form',
  'publication-request',
  'order',
  'publication',
  'collection',
];

/** The person of the tests in each role. */
export const people = {
  sales: aPerson(),
  assistant: aPerson({ id: 'zhang.wei', name: '张伟', email: 'zhang.wei@example.com', roles: ['assistant'] }),
  seal: aPerson({ id: 'qian.jin', name: '钱进', email: 'qian.jin@example.com', roles: ['seal'], language: 'en' }),
  orderReview: aPerson({ id: 'sun.li', name: '孙丽', email: 'sun.li@example.com', roles: ['order-review'] }),
  design: aPerson({ id: 'wu.di', name: '吴迪', email: 'wu.di@example.com', roles: ['design'] }),
  otherDesigner: aPerson({ id: 'he.yu', name: '何雨', email: 'he.yu@example.com', roles: ['design'] }),
  publishing: aPerson({ id: 'feng.lei', name: '冯雷', email: 'feng.lei@example.com', roles: ['publishing'] }),
  manager: aPerson({ id: 'zhao.min', name: '赵敏', email: 'zhao.min@example.com', roles: ['sales-manager'] }),
} as const;

/** A world with the example case, its people, and one version of each document of the kinds named. */
export async function worldWithCase(kinds: readonly DocumentKind[] = []): Promise<MemoryWorld> {
  const world = memoryWorld();
  const started = newFact({ caseId, type: 'case.started' }, world.now());
  await world.cases.create(aCase(), started);
  for (const person of Object.values(people)) await world.people.put(person);
  world.records.documents.push(...kinds.map((kind) => aDocument({ kind, content: contents[kind] })));
  return world;
}

export interface OpenedTask {
  readonly task: Task;
  /** The id in the link of each person, by person id. */
  readonly links: Readonly<Record<string, string>>;
}

const assignees: Readonly<Partial<Record<Task['role'], string>>> = {
  customer: contactId(caseId),
  sales: people.sales.id,
  assistant: people.assistant.id,
};

/** Opens a task of a step as open-task would, with a link for each person who may act. */
export async function openTask(world: MemoryWorld, stepId: StepId, change: Partial<Task> = {}): Promise<OpenedTask> {
  const step = findStep(stepId);
  if (step === undefined) throw new Error(`no step ${stepId}`);
  const subject = step.decidesOn.flatMap((kind) => latestOf(world.records.documents, kind) ?? []);
  const assignee = assignees[step.role];
  const task = aTask({
    id: `${caseId}.${stepId}.mi9x2k1a-0000`,
    step: stepId,
    state: `${stepId} ${step.title.en}`,
    role: step.role,
    subject: subject.map(({ kind, version }) => ({ kind, version })),
    contentHash: contentHash(subject),
    ...change,
  });
  const { assignee: _, ...free } = task;
  const opened = assignee === undefined ? free : { ...free, assignee };
  const persons = assignee === undefined ? (await world.people.withRole(step.role)).map(({ id }) => id) : [assignee];
  const links = Object.fromEntries(persons.map((id) => [id, linkId(secret, task.id, task.attempt, id)]));
  await world.tasks.open({
    task: opened,
    taskToken: `token-${task.attempt}`,
    links: Object.entries(links).map(([personId, link]) => ({ hash: linkHash(link), personId })),
    fact: newFact({ caseId, type: 'task.opened', taskId: task.id, step: stepId }, world.now()),
  });
  return { task: opened, links };
}

/** The only link of a task with one assignee. */
export function onlyLink({ links }: OpenedTask): string {
  const [link, ...more] = Object.values(links);
  if (link === undefined || more.length > 0) throw new Error('the task has not one link');
  return link;
}

/** Issues a task again on the latest documents, as its state does when they have changed; gives the new link. */
export async function reissue(
  world: MemoryWorld,
  { step, attempt, subject, contentHash: hash }: Task,
): Promise<string> {
  const stepId = findStep(step)?.id;
  if (stepId === undefined) throw new Error(`no step ${step}`);
  const earlier = [{ attempt, subject, contentHash: hash }];
  return onlyLink(await openTask(world, stepId, { attempt: attempt + 1, earlier }));
}
