import * as z from 'zod/mini';
import { contactEntry } from '../contacts-api/contract.ts';
import { recordContact } from '../contacts-api/record-contact.ts';
import { poolHandover, poolMove } from '../customers-api/contract.ts';
import { moveCustomer } from '../customers-api/move-customer.ts';
import { readCustomer } from '../customers-api/read-customer.ts';
import { seesPool } from '../customers-api/sees-pool.ts';
import { SopError } from '../shared/domain/errors.ts';
import { fieldErrors } from '../shared/domain/field-errors.ts';
import type { Text } from '../shared/domain/language.ts';
import { instantOf } from '../shared/domain/local-clock.ts';
import type { Identity } from '../shared/http/identity.ts';
import { once } from '../shared/pages/once.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import { pagesPath } from './contract.ts';
import { customerPage } from './customer-page.ts';
import type { CustomersAsked } from './customers-world.ts';
import type { DeedName, TypedDeed } from './deed-forms.ts';
import { ownPoolFull, refusalView } from './entry-refusals.ts';
import type { Done } from './pages-frame.ts';

const deeds: Readonly<Record<DeedName, Done>> = {
  release: 'released',
  claim: 'claimed',
  transfer: 'transferred',
  reversal: 'reversed',
  contacts: 'contacted',
};

export function isDeed(part: string): part is DeedName {
  return Object.hasOwn(deeds, part);
}

/**
 * `POST /inbox/customers/{id}/{release | claim | transfer | reversal | contacts}`. Pressed twice it is done once; refused,
 * the page comes back with the reason and with what was typed.
 * @throws SopError CustomerNotFound (404), CustomerNotYours (403)
 */
export async function submitDeed(asked: CustomersAsked, id: string, deed: DeedName): Promise<PageAnswer> {
  const { world, reader, request } = asked;
  const sent = new URLSearchParams(request.body);
  const typed: TypedDeed = { deed, values: new Map(sent) };
  const form = {
    by: reader.id,
    address: request.path,
    key: `${sent.get('key') ?? ''} ${request.body}`,
    values: [],
    otherwise: `${pagesPath}/${id}`,
  };
  return once(world, form, async (identity) => {
    try {
      const holder = await carryOut(asked, id, { typed, identity });
      // Who gave it away may not see it any more.
      const seen = await seesPool(world.people, reader, holder);
      return seeOther(`${pagesPath}${seen ? `/${id}` : ''}?done=${deeds[deed]}`);
    } catch (error) {
      if (!(error instanceof SopError)) throw error;
      // Whose it is by now they may not see; what became of their deed they are told all the same.
      const customer = await readCustomer(world, reader, id).catch(() => {
        throw error;
      });
      const full = deed === 'claim' && error.name === 'PoolFull';
      const alert = full ? await ownPoolFull(asked) : await refusalView(asked, error);
      return customerPage(asked, error.status, customer, { typed, alert });
    }
  });
}

/** @returns who holds the customer then */
async function carryOut(
  { world, reader }: CustomersAsked,
  id: string,
  { typed: { deed, values }, identity }: { readonly typed: TypedDeed; readonly identity: Identity },
): Promise<string> {
  if (deed === 'contacts') {
    const at = values.get('at') ?? '';
    const entry = readOr422(contactEntry, {
      kind: values.get('kind'),
      note: values.get('note') ?? '',
      ...(at === '' ? {} : { at: instantOf(at) }),
    });
    await recordContact({ ...world, calendar: world.terms.calendar }, reader, id, { entry, identity });
    return reader.id;
  }
  const reason = values.get('reason') ?? '';
  const wanted =
    deed === 'transfer' || deed === 'reversal'
      ? readOr422(poolHandover, { to: values.get('to') ?? '', reason })
      : readOr422(poolMove, { reason });
  return (await moveCustomer(world, reader, { kind: deed, id, ...wanted })).holder;
}

const faultNames: Readonly<Record<string, Text>> = {
  '/kind': { zh: '方式', en: 'Way' },
  '/at': { zh: '时间', en: 'Time' },
  '/note': { zh: '内容', en: 'What was said' },
  '/to': { zh: '接收的销售', en: 'Who receives it' },
  '/reason': { zh: '理由', en: 'Reason' },
};

/** What the form says, as the API's schema reads it. @throws SopError FormInvalid (422) */
function readOr422<Schema extends z.ZodMiniType>(schema: Schema, typed: object): z.infer<Schema> {
  const read = z.safeParse(schema, typed);
  if (read.success) return read.data;
  const faults = fieldErrors(read.error.issues, typed).map(({ pointer, text }) => ({
    zh: `${faultNames[pointer]?.zh ?? pointer}：${text.zh}`,
    en: `${faultNames[pointer]?.en ?? pointer}: ${text.en}`,
  }));
  throw new SopError('FormInvalid', 422, {
    zh: faults.map(({ zh }) => zh).join(' '),
    en: faults.map(({ en }) => en).join(' '),
  });
}
