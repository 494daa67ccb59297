import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { type EnterCustomerWorld, enterOrApply } from '../customers-api/enter-customer.ts';
import { customerIdOf } from '../customers-api/entry-id.ts';
import { customerFacts } from '../shared/domain/customer.ts';
import type { CustomerImport, RowOutcome } from '../shared/domain/customer-import.ts';
import { type FieldError, SopError } from '../shared/domain/errors.ts';
import { fieldErrors } from '../shared/domain/field-errors.ts';
import type { ClashNotice } from '../shared/domain/intake.ts';
import { type FlagId, flagIds, flagTexts } from '../shared/domain/intake-flags.ts';
import type { Actor } from '../shared/domain/person.ts';
import { type Identity, reservedIdentity } from '../shared/http/identity.ts';
import { columns, columnTitle } from './columns.ts';
import type { PartRow } from './put-into-parts.ts';

/** What became of one row. */
export interface RowResult {
  readonly row: number;
  readonly name: string;
  readonly holder: string;
  readonly outcome: RowOutcome;
  /** The customer's id, or the application's. */
  readonly id: string;
  /** What to do, Chinese and English; empty where there is nothing. */
  readonly note: { readonly zh: string; readonly en: string };
  /** The customers of others that the row is (IN-3). */
  readonly clashes: readonly ClashNotice[];
}

/**
 * What makes the id of a row's customer or application: it follows from import and row.
 * @param begun whether a call before this one may have entered the row
 */
export function rowIdentity({ id, createdAt }: CustomerImport, row: number, begun: boolean): Identity {
  const reservation = createHash('sha256').update(`import|${id}|${row}`).digest('hex');
  return reservedIdentity(new Date(createdAt), begun, reservation);
}

const matched = z.array(z.object({ name: z.string(), holder: z.object({ name: z.string() }) }));

/**
 * Enters one row as its salesperson would (IN-1, IN-2, IN-4, IN-6, IN-7). A row done again after a break finds what it
 * did before by its `identity`. Clashes are told once the import is done, and nothing is picked from the public pool: the
 * result file tells of it.
 * @throws whatever is not the row's own fault, so that the row is done again
 */
export async function enterRow(
  world: EnterCustomerWorld,
  of: CustomerImport,
  { row, cells, surplus }: PartRow,
  identity: Identity,
): Promise<RowResult> {
  const holder = cells.holder ?? of.by;
  const clashes: ClashNotice[] = [];
  const result = (outcome: RowOutcome, id = '', note = { zh: '', en: '' }): RowResult => ({
    clashes,
    row,
    name: cells.name ?? '',
    holder,
    outcome,
    id,
    note,
  });
  if (surplus === true) return result('invalid', '', tooManyCells);
  const actor = await salesperson(world, of, holder);
  if (actor === undefined) return result('invalid', '', notTheirs(of, holder));
  const facts = z.safeParse(customerFacts, cells);
  if (!facts.success) {
    return result('invalid', '', whatIsWrong(fieldErrors(facts.error.issues, cells)));
  }
  const confirmed = flagIds.filter((flag) => cells.confirmed?.split(/[\s,;，；]+/).includes(flag) === true);
  const tellClash = async (notice: ClashNotice): Promise<void> => void clashes.push(notice);
  const quiet = { ...world, customers: { ...world.customers, tellClash } };
  try {
    const done = await enterOrApply(quiet, {
      actor,
      facts: facts.data,
      confirmed,
      pick: false,
      importId: of.id,
      identity,
    });
    if ('customer' in done) return result('entered', done.customer.id);
    return result('asked', done.application.id, {
      zh: '可能与已有客户重复，由审批组决定',
      en: 'May be a duplicate: the approval group decides',
    });
  } catch (error) {
    if (!(error instanceof SopError)) throw error;
    // A call that was given up may still be at work on this very part: the row is in, by it.
    const own = customerIdOf(identity);
    if (error.extension.customerId === own) return result('entered', own);
    return refusedRow(error, result);
  }
}

const tooManyCells: RowResult['note'] = {
  zh: '该行的单元格比列名多，可能有未加引号的逗号：请用引号括起，或删去多出的内容',
  en: 'The row has more cells than there are columns: quote what has a comma in it, or remove what is too much',
};

function whatIsWrong(errors: readonly FieldError[]): RowResult['note'] {
  const told = columns.flatMap((column) => {
    const text = errors.find(({ pointer }) => pointer === `/${column}`)?.text;
    return text === undefined ? [] : [{ title: columnTitle(column), text }];
  });
  return {
    zh: told.map(({ title, text }) => `${title.zh}：${text.zh}`).join(''),
    en: told.map(({ title, text }) => `${title.en}: ${text.en}`).join(' '),
  };
}

function refusedRow(
  error: SopError,
  result: (outcome: RowOutcome, id?: string, note?: RowResult['note']) => RowResult,
): RowResult {
  switch (error.name) {
    case 'CustomerDuplicate': {
      const [match] = matched.safeParse(error.extension.matches).data ?? [];
      const with_ = match === undefined ? '' : `${match.name} (${match.holder.name})`;
      return result('duplicate', '', { zh: `与已有客户相同：${with_}`, en: `Is there already: ${with_}` });
    }
    case 'FactsUnconfirmed': {
      const flags = (z.safeParse(z.array(z.enum(flagIds)), error.extension.unconfirmed).data ?? []) satisfies FlagId[];
      const list = flags.join(' ');
      return result('unconfirmed', '', {
        zh: `${flags.map((flag) => flagTexts[flag].text.zh).join('')}核实后填入“已核实”列：${list}`,
        en: `${flags.map((flag) => flagTexts[flag].text.en).join(' ')} Once confirmed, put into the column "confirmed": ${list}`,
      });
    }
    case 'PoolFull':
      return result('full', '', error.text);
    default:
      if (error.status >= 500) throw error;
      return result('invalid', '', error.text);
  }
}

/** The salesperson whose pool the row goes into; undefined where it may not. */
async function salesperson(
  { people }: EnterCustomerWorld,
  of: CustomerImport,
  holder: string,
): Promise<Actor | undefined> {
  if (holder !== of.by && !of.forOthers) return undefined;
  const person = await people.get(holder);
  return person?.roles.includes('sales') === true ? { id: person.id, roles: person.roles } : undefined;
}

function notTheirs(of: CustomerImport, holder: string): RowResult['note'] {
  return of.forOthers
    ? { zh: `“${holder}”不是销售，请更正“销售”列`, en: `"${holder}" is no salesperson: correct the column "holder"` }
    : { zh: '只能导入自己的仓库', en: 'You may only import into your own pool' };
}
