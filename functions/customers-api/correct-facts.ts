import type { Customer, CustomerFacts } from '../shared/domain/customer.ts';
import {
  type CorrectableFact,
  type CustomerCorrections,
  changedFacts,
  correctionOf,
  type OldName,
  versionOf,
} from '../shared/domain/customer-correction.ts';
import { mustNotBeMerged, survivorOf } from '../shared/domain/customer-merge.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { FlagId } from '../shared/domain/intake-flags.ts';
import type { Text } from '../shared/domain/language.ts';
import type { Actor } from '../shared/domain/person.ts';
import { mayAtAll, mayInPool } from '../shared/domain/pool-rights.ts';
import type { Customers, Now, People } from '../shared/domain/ports.ts';
import { TransientFailure } from '../shared/domain/transient-failure.ts';
import type { Match, Met } from './assess-entry.ts';
import { unconfirmed } from './enter-customer.ts';
import { accountClosed } from './entry-rights.ts';
import { matchView } from './match-view.ts';
import { customerNotFound } from './read-customer.ts';

/** What correcting facts needs of the world. */
export interface CorrectFactsWorld {
  readonly customers: Pick<Customers, 'get' | 'turns' | 'index' | 'claimsOf' | 'tellClash'> &
    Pick<CustomerCorrections, 'correct' | 'propose'>;
  readonly people: Pick<People, 'get'>;
  readonly now: Now;
}

export interface CorrectionRequest {
  readonly actor: Actor;
  readonly id: string;
  /** All of them as they are to be. */
  readonly facts: CustomerFacts;
  readonly callerId?: string | undefined;
  readonly confirmed?: readonly FlagId[] | undefined;
  readonly oldName: OldName;
  readonly reason: string;
  readonly toldApart?: readonly string[] | undefined;
  /** The set of facts that was corrected, as an entity tag: the `If-Match` header. */
  readonly ifMatch: string | undefined;
}

/** How often it is checked anew because a lookalike was entered or corrected since the check. */
const MAX_ROUNDS = 10;

/**
 * Corrects the facts of a customer, checked as an entry is (IN-1, IN-2, IN-5, IN-6) against everybody else's. What makes it
 * look like another customer changes nothing: both holders are told as IN-3 has it, and the facts are kept for the approval
 * group, which tells the two apart (`toldApart`), merges them, or reverses the entry (IN-9). Facts that are there already
 * make no new set.
 * @throws SopError CustomerNotFound (404), CustomerMerged (409), CorrectionNotAllowed (403), AccountClosed (403),
 *   ReasonMissing (422), VersionMissing (428), VersionOutdated (412), FactsInvalid (422), FactsUnconfirmed (422), CorrectionClashes (409)
 */
export async function correctFacts(world: CorrectFactsWorld, request: CorrectionRequest): Promise<Customer> {
  const { actor, id, facts, oldName, reason } = request;
  const expected = versionIn(request.ifMatch);
  const toldApart = new Set(request.toldApart);
  const met: Met[] = [];
  const shared = new Set<string>();
  const mergedRecords = new Set<string>();
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const before = await correctable(world, actor, id);
    if (toldApart.size > 0 && !settles(actor, before)) throw notYoursToTellApart();
    if (reason === '' && before.holder !== actor.id) throw reasonMissing();
    const changed = changedFacts(before, facts);
    if (changed.length === 0) return before;
    if (versionOf(before) !== expected) throw versionOutdated(versionOf(before));
    // The matcher's tables are loaded when facts are corrected, not when a customer is only shown.
    const { assessCorrection, claimsAfter, claimsOfFacts, postingsOfBoth } = await import('./assess-correction.ts');
    const assessed = await assessCorrection(world.customers, before, { facts, callerId: request.callerId, met });
    const clashes = assessed.clashes.filter(({ customer }) => !toldApart.has(customer.id));
    if (clashes[0]?.verdict === 'duplicate') throw await clashing(world, request, before, clashes);
    const cleared = new Set([...(request.confirmed ?? []), ...clearedBefore(before, changed)]);
    const open = assessed.flags.filter((flag) => !cleared.has(flag));
    if (open.length > 0) throw unconfirmed(open);
    if (clashes.length > 0) throw await clashing(world, request, before, clashes);
    const correction = correctionOf(before, {
      facts,
      region: assessed.region,
      flags: assessed.flags,
      oldName,
      by: actor.id,
      at: world.now().toISOString(),
      reason,
      toldApart: [...toldApart],
    });
    const claims = claimsAfter(correction, await world.customers.claimsOf(id));
    const result = await world.customers.correct(correction, {
      claims: claims.filter((claim) => !shared.has(claim)),
      mergedRecords: [...mergedRecords],
      turns: assessed.turns,
      ...postingsOfBoth(correction),
    });
    if (result.corrected) return correction.after;
    if ('changed' in result) continue;
    if ('overtakenBy' in result) {
      met.push({ customerId: result.overtakenBy });
      continue;
    }
    const { clash: claim, customerId } = result;
    const goesOn = await goesOnAs(world, customerId);
    // What it shares with another one already stays with that one.
    if (goesOn === id) mergedRecords.add(customerId);
    else if (toldApart.has(goesOn) || claimsOfFacts(before).includes(claim)) shared.add(claim);
    else met.push({ customerId, claim });
  }
  throw new TransientFailure(new Error('Lookalikes kept coming while facts were corrected'));
}

/**
 * The customer, for whoever may correct its facts (IN-8).
 * @throws SopError CustomerNotFound (404), CustomerMerged (409), CorrectionNotAllowed (403), AccountClosed (403)
 */
export async function correctable(
  world: { readonly customers: Pick<Customers, 'get'>; readonly people: Pick<People, 'get'> },
  actor: Actor,
  id: string,
): Promise<Customer> {
  const customer = await world.customers.get(id);
  if (customer === undefined) throw customerNotFound();
  if (customer.mergedInto === undefined && !(await mayCorrect(world.people, actor, customer))) throw notAllowed();
  await mustNotBeMerged(world.customers, customer);
  const person = await world.people.get(actor.id);
  if (person?.closedAt !== undefined) throw accountClosed();
  return customer;
}

/** Whether the actor may correct the customer's facts: its holder, sales managers, headquarters, the approval group (IN-8). */
export async function mayCorrect(
  people: Pick<People, 'get'>,
  actor: Actor,
  { holder, mergedInto }: Customer,
): Promise<boolean> {
  if (mergedInto !== undefined) return false;
  return mayInPool(people, actor, 'correct', { id: holder, person: await people.get(holder) });
}

/** Whether the actor tells companies apart: the approval group does, but nobody for a customer of their own. */
function settles(actor: Actor, { holder }: Customer): boolean {
  return mayAtAll(actor, 'decide') && holder !== actor.id;
}

/** What was confirmed of numbers that stay as they are is confirmed still. */
function clearedBefore({ confirmed = [] }: Customer, changed: readonly CorrectableFact[]): readonly FlagId[] {
  return changed.includes('landline') || changed.includes('fax') ? [] : confirmed;
}

async function goesOnAs({ customers }: CorrectFactsWorld, id: string): Promise<string> {
  const record = await customers.get(id);
  return record === undefined ? id : (await survivorOf(customers, record)).id;
}

/** What a correction that makes a customer look like another one comes to; an entry would be told something else. */
const advice: Readonly<Record<Match['verdict'], Text>> = {
  duplicate: {
    zh: '更正后与该客户判定为同一客户：审批组确认后合并，或认定为不同的公司。',
    en: 'With these facts the two are one customer: the approval group merges them, or tells them apart.',
  },
  possible: {
    zh: '更正后与该客户可能是同一客户：由审批组比对后决定。',
    en: 'With these facts the two may be one customer: the approval group compares and decides.',
  },
};

/** Keeps what was wanted for the approval group and has everybody told, unless it is the group itself that asks. */
async function clashing(
  world: CorrectFactsWorld,
  request: CorrectionRequest,
  before: Customer,
  clashes: readonly Match[],
): Promise<SopError> {
  const { actor, facts, confirmed, oldName, reason } = request;
  const decides = settles(actor, before);
  const rivals = clashes.map(({ customer }) => customer.id);
  const at = world.now().toISOString();
  if (!decides) {
    await world.customers.propose({
      customerId: before.id,
      version: versionOf(before),
      facts,
      confirmed: [...(confirmed ?? [])],
      oldName,
      by: actor.id,
      at,
      reason,
      rivals,
    });
    for (const [place, { customer }] of clashes.entries()) {
      const { id: customerId, holder } = customer;
      const about = { customerId, finder: actor.id, holder, typedName: facts.name, at, told: [] };
      await world.customers.tellClash({ kind: 'clash', ...about, correctionOf: before.id, settle: place === 0 });
    }
  }
  const matches = await Promise.all(
    clashes.map(async (match) => ({
      ...matchView(match, actor, await world.people.get(match.customer.holder)),
      advice: advice[match.verdict],
    })),
  );
  const text = decides
    ? {
        zh: '更正后与其他客户相同或相近。确认是不同的公司，请在 toldApart 中列出这些客户再提交；是同一公司，请合并。',
        en: 'With these facts it looks like other customers. If they are other companies, list them under `toldApart` and send it again; if they are the same, merge them.',
      }
    : {
        zh: '更正后与其他客户相同或相近，资料未改。已交审批组处理，并已邮件告知双方。',
        en: 'With these facts it looks like other customers: nothing was changed. The approval group settles it; both holders are told by mail.',
      };
  return new SopError('CorrectionClashes', 409, text, { extension: { matches, ...(decides ? { rivals } : {}) } });
}

/** The set of facts in an entity tag: `"3"`, or bare. @throws SopError VersionMissing (428) */
function versionIn(ifMatch: string | undefined): number {
  const version = /^(?:"(\d{1,6})"|(\d{1,6}))$/.exec(ifMatch?.trim() ?? '');
  if (version !== null) return Number(version[1] ?? version[2]);
  throw new SopError('VersionMissing', 428, {
    zh: '请用 If-Match 给出您所更正的资料版本号，例如 If-Match: "1"。',
    en: 'Name the version of the facts you corrected in If-Match, such as If-Match: "1".',
  });
}

function versionOutdated(current: number): SopError {
  return new SopError(
    'VersionOutdated',
    412,
    {
      zh: `该客户的资料已被更正（现为第 ${current} 版），请查看后再改。`,
      en: `The facts of this customer were corrected meanwhile (version ${current} now): look at them first.`,
    },
    { extension: { version: current } },
  );
}

function reasonMissing(): SopError {
  const text = {
    zh: '更正他人客户的资料须写明理由，会留在记录上。',
    en: 'Correcting the facts of somebody else’s customer needs a reason, which stays on record.',
  };
  return new SopError('ReasonMissing', 422, text, { fields: [{ pointer: '/reason', text }] });
}

function notYoursToTellApart(): SopError {
  const text = {
    zh: '只有审批组可以认定是不同的公司，自己的客户由其他同事认定。',
    en: 'Only the approval group tells companies apart, and nobody for a customer of their own.',
  };
  return new SopError('CorrectionNotAllowed', 403, text, { fields: [{ pointer: '/toldApart', text }] });
}

function notAllowed(): SopError {
  return new SopError('CorrectionNotAllowed', 403, {
    zh: '客户资料由归属销售更正，销售经理、总部和审批组可写明理由更正。',
    en: 'The facts of a customer are corrected by its holder, and with a reason by sales managers, headquarters and the approval group.',
  });
}
