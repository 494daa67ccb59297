import type { CustomerImport, CustomerImports, ImportLinks } from '../shared/domain/customer-import.ts';
import { noLanes, noRows, resultKey, uploadKey } from '../shared/domain/customer-import.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Text } from '../shared/domain/language.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { Workflow } from '../shared/domain/ports.ts';
import type { Identity } from '../shared/http/identity.ts';
import type { ImportView } from './import-contract.ts';

/** What imports need of the world, beside the machine that carries them out. */
export interface ImportsWorld {
  readonly imports: Pick<CustomerImports, 'create' | 'get' | 'start'>;
  readonly importLinks: ImportLinks;
  readonly importWorkflow: Pick<Workflow, 'start'>;
}

/** Who may name other salespeople's pools in the file. */
const forOthers: readonly Actor['roles'][number][] = ['sales-manager', 'approval-group', 'hq'];

/** Whether somebody may import customers at all. */
export function mayImport({ roles }: Actor): boolean {
  return roles.includes('sales') || roles.some((role) => forOthers.includes(role));
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
  const others = actor.roles.some((role) => forOthers.includes(role));
  mustImport(actor);
  const one: CustomerImport = {
    id: `I-${identity.code(16, 0)}`,
    by: actor.id,
    forOthers: others,
    fileName,
    format: /\.xlsx$/i.test(fileName) ? 'xlsx' : 'csv',
    status: 'AWAITING_FILE',
    createdAt: identity.at.toISOString(),
    lanes: [...noLanes],
    counts: noRows,
  };
  await world.imports.create(one);
  return view(world, one);
}

/**
 * Starts entering, the file having been uploaded; started again it is the same import.
 * @throws SopError ImportNotFound (404)
 */
export async function startImport(world: ImportsWorld, actor: Actor, id: string): Promise<ImportView> {
  const one = await own(world, actor, id);
  await world.imports.start(one.id);
  // By its name it is started once, however often this is asked for.
  await world.importWorkflow.start(one.id, { importId: one.id });
  return readImport(world, actor, id);
}

/**
 * How far the import is, and where its result is once it is done: for whoever made it.
 * @throws SopError ImportNotFound (404)
 */
export async function readImport(world: ImportsWorld, actor: Actor, id: string): Promise<ImportView> {
  return view(world, await own(world, actor, id));
}

async function own(world: ImportsWorld, actor: Actor, id: string): Promise<CustomerImport> {
  const one = await world.imports.get(id);
  if (one?.by === actor.id) return one;
  throw new SopError('ImportNotFound', 404, {
    zh: '您没有这个导入，请核对编号。',
    en: 'You have no such import: check its id.',
  });
}

async function view({ importLinks }: ImportsWorld, one: CustomerImport): Promise<ImportView> {
  const { id, by, fileName, status, createdAt, counts, rows, refusal } = one;
  return {
    id,
    by,
    fileName,
    status,
    createdAt,
    counts,
    rowsDone: Object.values(counts).reduce((sum, each) => sum + each, 0),
    ...(rows === undefined ? {} : { rows }),
    ...(refusal === undefined ? {} : { refusal: { zh: refusal.zh, en: refusal.en } satisfies Text }),
    ...(status === 'AWAITING_FILE'
      ? { upload: { method: 'PUT', url: await importLinks.upload(uploadKey(id)) } as const }
      : {}),
    ...(status === 'DONE' ? { result: await importLinks.download(resultKey(id), `result-${id}.csv`) } : {}),
  };
}
