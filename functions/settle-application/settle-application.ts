import type { Met } from '../customers-api/assess-entry.ts';
import type { Application } from '../shared/domain/application.ts';
import { commissionOfEntry } from '../shared/domain/commission.ts';
import { survivorOf } from '../shared/domain/customer-merge.ts';
import type { ClashNotice } from '../shared/domain/intake.ts';
import type { Person } from '../shared/domain/person.ts';
import { isPublic, moveOf, poolLimits, poolsOfEntry } from '../shared/domain/pools.ts';
import type { Applications, Customers, Mailer, Now, Observer, People } from '../shared/domain/ports.ts';
import { TransientFailure } from '../shared/domain/transient-failure.ts';
import { applicationNotice } from '../shared/mails/application-notice.ts';
import type { Input, Output } from './contract.ts';

export interface SettleApplicationWorld {
  readonly applications: Pick<Applications, 'get' | 'close' | 'openAbout' | 'end'>;
  readonly customers: Pick<Customers, 'enter' | 'get' | 'turns' | 'index' | 'move' | 'moves' | 'tellClash'>;
  readonly people: Pick<People, 'get'>;
  readonly mailer: Mailer;
  readonly now: Now;
  readonly observer: Observer;
  /** Where the inbox is, without a slash at the end. */
  readonly publicUrl: string;
}

/** How often an entry is checked anew because a lookalike was entered since the check. */
const MAX_ROUNDS = 10;

/**
 * Carries out what the approval group decided (IN-4): enters the customer, or transfers it in, or not; tells the applicant,
 * closes the application. Whoever else applied for the customer it gave away cannot have it any more: theirs end, too, and
 * carry that out themselves. Where it is refused as somebody's customer, that one is told of the lead (IN-3). What nobody decided on is closed as expired, unless its applicant withdrew it. However often it runs it has one effect; a crash
 * between mail and closing repeats the mail.
 * @throws Error `ApplicationUnknown`
 */
export async function settleApplication(world: SettleApplicationWorld, { applicationId }: Input): Promise<Output> {
  const application = await decidedOrEnded(world, applicationId);
  const { status, result, customerId } = application;
  if (status === 'CLOSED' && result !== undefined) {
    return { result, ...(customerId === undefined ? {} : { customerId }) };
  }
  const person = await world.people.get(application.applicant);
  const settled = await outcomeOf(world, application, person);
  await endOthers(world, application, settled);
  const holder = await holderOfRefused(world, application, settled);
  // Whoever withdrew it knows.
  if (settled.result !== 'withdrawn') await tell(world, { application, person, holder, result: settled.result });
  if (holder !== undefined) await world.customers.tellClash(holder.notice);
  await world.applications.close(applicationId, settled.result, world.now().toISOString(), settled.customerId);
  return settled;
}

/** The application; where nobody decided until now it has expired, of a decision at the last moment and this one counts. */
async function decidedOrEnded({ applications, now }: SettleApplicationWorld, id: string): Promise<Application> {
  const found = await applications.get(id);
  if (found?.status === 'OPEN') await applications.end(id, { result: 'expired', at: now().toISOString() });
  const application = found?.status === 'OPEN' ? await applications.get(id) : found;
  if (application === undefined) throw applicationUnknown(id);
  return application;
}

interface Told {
  readonly application: Application;
  readonly person: Person | undefined;
  readonly holder: RefusedInFavourOf | undefined;
  readonly result: Output['result'];
}

async function tell(
  { mailer, observer, publicUrl }: SettleApplicationWorld,
  { application, person, holder, result }: Told,
): Promise<void> {
  const { id: applicationId } = application;
  if (person === undefined) {
    observer.warn('application.nobody-to-tell', { applicationId });
    return;
  }
  const sent = await mailer.send(
    applicationNotice({
      person,
      application,
      result,
      publicUrl,
      ...(holder === undefined ? {} : { holder: holder.name }),
    }),
  );
  if (sent === 'refused') observer.warn('application.notice-refused', { applicationId });
}

/** Who holds the customer that an entry was refused as, and the word of it for them: the applicant is mailed here. */
interface RefusedInFavourOf {
  readonly name: string;
  readonly notice: ClashNotice;
}

/** IN-3; undefined where it is not certain whose customer the group meant: of rivals in two pools either may be. */
async function holderOfRefused(
  { customers, people }: SettleApplicationWorld,
  { kind, applicant, facts, rivals, decision }: Application,
  { result }: Output,
): Promise<RefusedInFavourOf | undefined> {
  if (kind !== 'entry' || result !== 'refused' || decision === undefined) return undefined;
  const records = await Promise.all(rivals.map((id) => customers.get(id)));
  const found = await Promise.all(
    records.flatMap((record) => (record === undefined ? [] : [survivorOf(customers, record)])),
  );
  const [customer] = found;
  if (customer === undefined || found.some(({ holder }) => holder !== customer.holder)) return undefined;
  const { id: customerId, holder } = customer;
  if (isPublic(holder) || holder === applicant) return undefined;
  const told = { finder: applicant, holder, typedName: facts.name, at: decision.at, told: [applicant] };
  return { name: (await people.get(holder))?.name ?? holder, notice: { kind: 'clash', customerId, ...told } };
}

async function outcomeOf(
  world: SettleApplicationWorld,
  application: Application,
  person: Person | undefined,
): Promise<Output> {
  if (application.ended !== undefined) return { result: application.ended.result };
  if (application.decision?.outcome !== 'accepted') return { result: 'refused' };
  const before = await effectOf(world, application);
  if (before !== undefined) return before;
  if (person?.closedAt !== undefined) return { result: 'account-closed' };
  const applicant = person ?? { id: application.applicant };
  if (application.kind === 'entry') return enter(world, application, applicant);
  const refused = await transferIn(world, application, applicant);
  // What is in the way may be another run of this very application, which has just moved it.
  return (await effectOf(world, application)) ?? refused;
}

/** Ends the other applications for the customer that this one's applicant has now. */
async function endOthers(
  { applications, now }: SettleApplicationWorld,
  { id, subjects = [] }: Application,
  { result }: Output,
): Promise<void> {
  if (result !== 'entered' && result !== 'transferred-in') return;
  const because = result === 'entered' ? 'duplicate-since' : 'taken-since';
  for (const other of await applications.openAbout(subjects)) {
    if (other.id === id) continue;
    await applications.end(other.id, { result: because, acceptedInstead: id, at: now().toISOString() });
  }
}

/** What an earlier run did before it broke off. */
async function effectOf({ customers }: SettleApplicationWorld, application: Application): Promise<Output | undefined> {
  if (application.kind === 'entry') {
    const customerId = enteredId(application);
    return (await customers.get(customerId)) === undefined ? undefined : { result: 'entered', customerId };
  }
  const [customerId = ''] = application.rivals;
  const moves = await customers.moves(customerId);
  const moved = moves.some((move) => move.application === application.id);
  return moved ? { result: 'transferred-in', customerId } : undefined;
}

/**
 * Moves a customer of the public pool to whoever applied for it, within the capacity of their pool and their partner's. The
 * day's quota and the cool-down do not count: the approval group has looked at it.
 */
async function transferIn(
  { customers }: SettleApplicationWorld,
  { id, rivals, reason = '', decision, createdAt }: Application,
  applicant: Applicant,
): Promise<Output> {
  const [customerId = ''] = rivals;
  const customer = await customers.get(customerId);
  if (customer === undefined || !isPublic(customer.holder)) return { result: 'taken-since' };
  const move = moveOf(customer, {
    kind: 'transfer-in',
    to: applicant,
    by: decision?.by ?? applicant.id,
    at: decision?.at ?? createdAt,
    reason,
    application: id,
  });
  switch (await customers.move(move, poolLimits)) {
    case 'moved':
      return { result: 'transferred-in', customerId };
    case 'full':
    case 'partner-full':
      return { result: 'pool-full' };
    default:
      return { result: 'taken-since' };
  }
}

type Applicant = Pick<Person, 'id' | 'partner'>;

function enteredId({ id }: Application): string {
  return `C-${id.slice(2)}`;
}

/** Enters the customer, whatever it has in common with those the approval group has told it apart from. */
async function enter(world: SettleApplicationWorld, application: Application, applicant: Applicant): Promise<Output> {
  const id = enteredId(application);
  const { assessEntry } = await import('../customers-api/assess-entry.ts');
  const { facts, confirmed, rivals, decision, createdAt: appliedAt } = application;
  const createdAt = decision?.at ?? appliedAt;
  const toldApart = new Set(rivals);
  const shared = new Set<string>();
  const met: Met[] = [];
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const assessed = await assessEntry(world.customers, facts, undefined, met);
    const since = assessed.matches.some(
      ({ verdict, customer }) => verdict === 'duplicate' && !toldApart.has(customer.id),
    );
    if (since) return { result: 'duplicate-since' };
    const customer = {
      ...facts,
      id,
      holder: applicant.id,
      createdAt,
      commission: commissionOfEntry({ holder: applicant.id, createdAt }),
      ...(assessed.region === undefined ? {} : { region: assessed.region }),
      ...(applicant.partner === undefined ? {} : { partner: applicant.partner }),
      ...(confirmed.length === 0 ? {} : { confirmed }),
    };
    const claims = assessed.claims.filter((claim) => !shared.has(claim));
    const result = await world.customers.enter(customer, claims, {
      postings: assessed.postings(id),
      turns: assessed.turns,
      ...poolsOfEntry(applicant),
    });
    if (result.entered) return { result: 'entered', customerId: id };
    if ('full' in result) return { result: 'pool-full' };
    if ('overtakenBy' in result) met.push({ customerId: result.overtakenBy });
    // A number may be shared with whoever; a name only with a customer that was compared.
    else if (toldApart.has(result.customerId) || result.clash.startsWith('phone:')) shared.add(result.clash);
    else met.push({ customerId: result.customerId, claim: result.clash });
  }
  throw new TransientFailure(new Error('Lookalikes kept being entered while an application was carried out'));
}

function applicationUnknown(id: string): Error {
  const error = new Error(`There is no application ${id}`);
  error.name = 'ApplicationUnknown';
  return error;
}
