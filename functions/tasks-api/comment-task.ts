import { isNamedIn, seesTask } from '../shared/domain/access.ts';
import type { SalesCase } from '../shared/domain/case.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { TaskComment } from '../shared/domain/inbox.ts';
import { chineseMentionsIn, MOST_MENTIONS, mentionsIn, namedBy } from '../shared/domain/mentions.ts';
import { newFact } from '../shared/domain/new-fact.ts';
import type { Actor, Person } from '../shared/domain/person.ts';
import type { Comments, Observer, Page, PageRequest, People } from '../shared/domain/ports.ts';
import type { Task, Way } from '../shared/domain/task.ts';
import type { Identity } from '../shared/http/identity.ts';
import { type CommentFiles, commentFiles } from './comment-files.ts';
import type { TakeFilesWorld } from './judge-upload.ts';
import { type ReadTaskWorld, visibleTask } from './read-task.ts';
import { dropWaiting } from './take-waiting.ts';

/** What commenting needs of the world. */
export interface CommentTaskWorld extends ReadTaskWorld, TakeFilesWorld {
  readonly cases: ReadTaskWorld['cases'] & TakeFilesWorld['cases'];
  readonly comments: Comments;
  readonly people: Pick<People, 'get' | 'withRole'>;
  readonly observer: Observer;
}

export interface CommentWish {
  readonly actor: Actor;
  readonly id: string;
  readonly text: string;
  /** None when left out. */
  readonly files?: CommentFiles;
  readonly via: Way;
  readonly identity: Identity;
}

/**
 * Says something about a task to everybody who sees it. Who is mentioned with `@user.name`, or by their Chinese name, is
 * mailed within a minute; every one of them must see the task, so that no mail tells a stranger of a case. The files it carries become the case's,
 * judged as any other (AD-5).
 * @throws SopError TaskNotFound (404), TaskNotVisible (403), MentionUnknown (422), and as `commentFiles` does
 */
export async function commentTask(world: CommentTaskWorld, wish: CommentWish): Promise<TaskComment> {
  const { actor, id, text, files = { announced: [] }, via, identity } = wish;
  const { task, salesCase } = await visibleTask(world, actor, id);
  const mentions = (await mentionedIn(world, text, task, salesCase)).filter((name) => name !== actor.id);
  await requireReaders(world, mentions, task, salesCase);
  const at = identity.at.toISOString();
  const commentId = `${at}#${identity.code(8, 0)}`;
  const carried = await commentFiles(world, { task, by: actor.id, via }, commentId, files);
  const comment = {
    id: commentId,
    caseId: task.caseId,
    taskId: id,
    by: actor.id,
    at,
    text,
    mentions,
    ...(carried.length === 0
      ? {}
      : { files: carried.map(({ name, type, size, hash }) => ({ name, type, size, hash })) }),
  };
  const { caseId, step } = task;
  const fact = newFact({ caseId, taskId: id, step, type: 'task.commented', by: actor.id, via }, identity.at);
  if (await world.comments.add(comment, fact, carried)) world.observer.fact(fact);
  if ('waiting' in files) await dropWaiting(world, { task, by: actor.id }, files.waiting, 'comment');
  return comment;
}

/** The comments of a task, oldest first. Throws as `visibleTask` does. */
export async function readComments(
  world: CommentTaskWorld,
  actor: Actor,
  id: string,
  page: PageRequest,
): Promise<Page<TaskComment>> {
  await visibleTask(world, actor, id);
  return world.comments.ofTask(id, page);
}

/** The user names of all whom a text mentions, by user name or by name, each once. */
async function mentionedIn(
  world: CommentTaskWorld,
  text: string,
  task: Task,
  salesCase: SalesCase,
): Promise<readonly string[]> {
  const names = mentionsIn(text);
  const said = chineseMentionsIn(text);
  if (said.length === 0) return names;
  const people = await peopleAround(world, task, salesCase);
  return [...new Set([...names, ...said.map((characters) => onlyOne(characters, namedBy(characters, people)).id)])];
}

/** Whom a name in a comment may mean: those who have to do with the task or the case. */
async function peopleAround(world: CommentTaskWorld, task: Task, salesCase: SalesCase): Promise<readonly Person[]> {
  const ids = [
    salesCase.sales,
    salesCase.assistant,
    task.assignee,
    task.decision?.by,
    ...(task.onBehalfOf ?? []),
    ...(task.escalation?.to ?? []),
  ];
  const [named, ...groups] = await Promise.all([
    Promise.all([...new Set(ids)].map((id) => (id === undefined ? undefined : world.people.get(id)))),
    ...[...new Set([task.role, 'sales-manager', 'hq'] as const)].map((role) => world.people.withRole(role)),
  ]);
  const people = [...named, ...groups.flat()].filter((person) => person !== undefined);
  return [...new Map(people.map((person) => [person.id, person])).values()].filter(
    (person) => seesTask(person, task) || isNamedIn(person, salesCase),
  );
}

function onlyOne(said: string, people: readonly Person[]): Person {
  const [person, ...others] = people;
  if (person !== undefined && others.length === 0) return person;
  const start = [...said].slice(0, 4).join('');
  if (person === undefined) {
    throw unknownMention({
      zh: `看得到此任务的人中没有“@${start}”，请用 @用户名，例如 @li.na。`,
      en: `Nobody of that name may see this task: @${start}. Write @user.name, such as @li.na.`,
    });
  }
  const choice = people.map(({ id }) => `@${id}`);
  throw unknownMention({
    zh: `有几个人叫${person.name}，请写明是哪一位：${choice.join('、')}。`,
    en: `Several people are called ${person.name}, say which: ${choice.join(', ')}.`,
  });
}

async function requireReaders(
  world: CommentTaskWorld,
  mentions: readonly string[],
  task: Task,
  salesCase: SalesCase,
): Promise<void> {
  if (mentions.length > MOST_MENTIONS) {
    throw unknownMention({
      zh: `一条评论最多提及 ${MOST_MENTIONS} 人。`,
      en: `A comment mentions ${MOST_MENTIONS} people at most.`,
    });
  }
  const people = await Promise.all(mentions.map((name) => world.people.get(name)));
  const strangers = mentions.filter((_, index) => {
    const person = people[index];
    return person === undefined || !(seesTask(person, task) || isNamedIn(person, salesCase));
  });
  if (strangers.length > 0) {
    const names = strangers.map((name) => `@${name}`).join(' ');
    throw unknownMention({
      zh: `没有这个人，或其无权查看此任务：${names}。`,
      en: `There is no such person, or they may not see this task: ${names}.`,
    });
  }
}

function unknownMention(text: { zh: string; en: string }): SopError {
  return new SopError(
    'MentionUnknown',
    422,
    { zh: '评论中提及的人无法通知。', en: 'Somebody the comment mentions cannot be told of it.' },
    { fields: [{ pointer: '/text', text }] },
  );
}
