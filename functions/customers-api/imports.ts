import type { CustomerImport, CustomerImports } from '../shared/domain/customer-import.ts';
import { executionName, goneFrom, isStopped, noLanes, noRows } from '../shared/domain/customer-import.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Actor } from '../shared/domain/person.ts';
import { mayInPool, reachesOf } from '../shared/domain/pool-rights.ts';
import type { Page, PageRequest, People, Workflow } from '../shared/domain/ports.ts';
import type { Identity } from '../shared/http/identity.ts';
import type { ImportSummary, ImportView } from './import-contract.ts';
import { type ImportViewWorld, importSummaryOf, importViewOf } from './import-view.ts';

/** What imports need of the world, beside the machine that carries them out. */
export interface ImportsWorld extends ImportViewWorld {
  readonly imports: Pick<CustomerImports, 'create' | 'get' | 'list' | 'start' | 'enterTried' | 'resume'>;
  readonly people: Pick<People, 'get'>;
  readonly importWorkflow: Pick<Workflow, 'start'>;
}

const forOthers: readonly Actor['roles'][number][] = ['sales-manager', 'approval-group', 'hq'];

/** Whether somebody may import customers at all. */
export function mayImport(actor: Actor): boolean {
  return actor.roles.includes('sales') || mayImportForOthers(actor);
}

/** Whether somebody may name other salespeople's pools in the file. */
export function mayImportForOthers({ roles }: Actor): boolean {
  return roles.some((role) => forOthers.includes(role));
}

/** @throws SopError ImportNotAllowed (403) */
export function mustImport(actor: Actor): void {
  if (mayImport(actor)) return;
  throw new SopError('ImportNotAllowed', 403, {
    zh: '只有销售、销售经理、审批组和总部可以导入客户。',
    en: 'Only salespeople, sales managers, the approval group and headquarters import customers.',
  });
}

/**
 * Makes an import, with the address its file is uploaded to.
 * @throws SopError ImportNotAllowed (403)
 */
export async function createImport(
  world: ImportsWorld,
  actor: Actor,
  fileName: string,
  identity: Identity,
): Promise<ImportView> {
  mustImport(actor);
  const one: CustomerImport = {
    id: `I-${identity.code(16, 0)}`,
    by: actor.id,
    forOthers: mayImportForOthers(actor),
    fileName,
    format: /\.xlsx$/i.test(fileName) ? 'xlsx' : 'csv',
    status: 'AWAITING_FILE',
    createdAt: identity.at.toISOString(),
    lanes: [...noLanes],
    counts: noRows,
    attempt: 1,
  };
  await world.imports.create(one);
  return importViewOf(world, actor, one);
}

/** Whether somebody sees everybody's imports: who sees all pools (IN-8). */
export function seesAllImports(actor: Actor): boolean {
  return reachesOf(actor, 'view').includes('all');
}

/**
 * One's own imports or everybody's, newest first.
 * @throws SopError ImportNotAllowed (403), ImportsNotYours (403), CursorInvalid (400)
 */
export async function listImports(
  world: Pick<ImportsWorld, 'imports' | 'now'>,
  actor: Actor,
  scope: 'own' | 'all',
  page: PageRequest,
): Promise<Page<ImportSummary>> {
  if (scope === 'all' && !seesAllImports(actor)) {
    throw new SopError('ImportsNotYours', 403, {
      zh: '只有总监、销售经理、审批组和总部可以查看所有人的导入。',
      en: 'Only directors, sales managers, the approval group and headquarters see everybody’s imports.',
    });
  }
  if (scope === 'own') mustImport(actor);
  const { items, cursor } = await world.imports.list(scope === 'all' ? 'all' : { by: actor.id }, page);
  return {
    items: items.map((one) => importSummaryOf(one, world.now())),
    ...(cursor === undefined ? {} : { cursor }),
  };
}

/**
 * Starts entering, the file having been uploaded; started again it is the same import. What was only tried is entered now.
 * @throws SopError ImportNotFound (404), ImportExpired (410)
 */
export async function startImport(world: ImportsWorld, actor: Actor, id: string): Promise<ImportView> {
  const one = await own(world, actor, id);
  if (one.status === 'TRIED') {
    mustBeKept(one, world.now());
    await world.imports.enterTried(id, one.attempt);
  } else await world.imports.start(id, false);
  return underWay(world, actor, id);
}

/**
 * Starts to try what would become of the rows; nothing is entered and nobody is told. Called again it is the same trial.
 * @throws SopError ImportNotFound (404)
 */
export async function tryImport(world: ImportsWorld, actor: Actor, id: string): Promise<ImportView> {
  await own(world, actor, id);
  await world.imports.start(id, true);
  return underWay(world, actor, id);
}

/** By its name an execution is started once, however often this is asked for. */
async function underWay(world: ImportsWorld, actor: Actor, id: string): Promise<ImportView> {
  const one = await own(world, actor, id);
  if (one.status === 'READING') await world.importWorkflow.start(executionName(id, one.attempt), { importId: id });
  return importViewOf(world, actor, one);
}

/**
 * Has an import that stopped go on where it was; one that has not stopped, or goes on already, is as it is.
 * @throws SopError ImportNotFound (404), ImportExpired (410)
 */
export async function resumeImport(world: ImportsWorld, actor: Actor, id: string): Promise<ImportView> {
  const one = await own(world, actor, id);
  if (!isStopped(one)) return importViewOf(world, actor, one);
  mustBeKept(one, world.now());
  // Started before it is recorded: a crash in between leaves a button that starts the same execution again.
  await world.importWorkflow.start(executionName(id, one.attempt + 1), { importId: id });
  await world.imports.resume(id, one.attempt);
  return readImport(world, actor, id);
}

/** @throws SopError ImportExpired (410) where the uploaded file is gone */
function mustBeKept({ createdAt }: CustomerImport, now: Date): void {
  const until = goneFrom(createdAt);
  if (until > now) return;
  const day = until.toISOString().slice(0, 10);
  throw new SopError('ImportExpired', 410, {
    zh: `上传的文件只保留到 ${day}，请重新导入；已录入的行会显示为重复。`,
    en: `The uploaded file was kept until ${day}: import it again; rows that were entered turn out as duplicates.`,
  });
}

/**
 * How far the import is, and where its result is once it is done: for whoever made it and who sees their pool (IN-8).
 * @throws SopError ImportNotFound (404)
 */
export async function readImport(world: ImportsWorld, actor: Actor, id: string): Promise<ImportView> {
  const one = await world.imports.get(id);
  if (one === undefined || !(await sees(world, actor, one))) throw importNotFound();
  return importViewOf(world, actor, one);
}

async function sees({ people }: ImportsWorld, actor: Actor, { by }: CustomerImport): Promise<boolean> {
  return by === actor.id || mayInPool(people, actor, 'view', { id: by, person: await people.get(by) });
}

async function own(world: ImportsWorld, actor: Actor, id: string): Promise<CustomerImport> {
  const one = await world.imports.get(id);
  if (one?.by !== actor.id) throw importNotFound();
  return one;
}

function importNotFound(): SopError {
  return new SopError('ImportNotFound', 404, {
    zh: '您没有这个导入，请核对编号。',
    en: 'You have no such import: check its id.',
  });
}
