import type { Text } from './language.ts';

/** What may be odd about the facts of an entry and has to be confirmed with the customer before it counts (IN-6). */
export const flagIds = [
  'landline-is-mobile',
  'fax-is-mobile',
  'landline-is-fax',
  'landline-is-caller',
  'fax-is-caller',
  'landline-of-another',
  'fax-of-another',
] as const;
export type FlagId = (typeof flagIds)[number];

/** A number as the flags need it: one spelling of it, and whether it is a mobile's. */
export interface FlaggedNumber {
  readonly digits: string;
  readonly mobile: boolean;
}

/** The numbers of an entry; what could not be read is undefined. */
export interface EntryNumbers {
  readonly landline: FlaggedNumber | undefined;
  readonly fax: FlaggedNumber | undefined;
  /** The number the customer happened to call from. */
  readonly caller: FlaggedNumber | undefined;
  /** Numbers that companies of another name hold already. */
  readonly ofOthers: ReadonlySet<string>;
}

/** The flags of an entry, in the order of `flagIds` (IN-6). */
export function flagsOf({ landline, fax, caller, ofOthers }: EntryNumbers): readonly FlagId[] {
  const same = (a: FlaggedNumber | undefined, b: FlaggedNumber | undefined): boolean =>
    a !== undefined && a.digits === b?.digits;
  const raised: Readonly<Record<FlagId, boolean>> = {
    'landline-is-mobile': landline?.mobile === true,
    'fax-is-mobile': fax?.mobile === true,
    'landline-is-fax': same(landline, fax),
    'landline-is-caller': same(landline, caller),
    'fax-is-caller': same(fax, caller),
    'landline-of-another': landline !== undefined && ofOthers.has(landline.digits),
    'fax-of-another': fax !== undefined && ofOthers.has(fax.digits),
  };
  return flagIds.filter((id) => raised[id]);
}

/** What each flag says, and the fact it is about. */
export const flagTexts: Readonly<Record<FlagId, { readonly fact: 'landline' | 'fax'; readonly text: Text }>> = {
  'landline-is-mobile': {
    fact: 'landline',
    text: {
      zh: '座机栏填的是手机号码，请向客户核实座机。',
      en: 'The landline is a mobile number: ask for the landline.',
    },
  },
  'fax-is-mobile': {
    fact: 'fax',
    text: { zh: '传真栏填的是手机号码，请向客户核实传真。', en: 'The fax is a mobile number: ask for the fax number.' },
  },
  'landline-is-fax': {
    fact: 'fax',
    text: { zh: '传真与座机相同，请向客户核实。', en: 'Fax and landline are the same: confirm both.' },
  },
  'landline-is-caller': {
    fact: 'landline',
    text: {
      zh: '座机就是客户来电的号码，请核实是否为公司座机。',
      en: 'The landline is the number the customer called from: confirm that it is the company’s.',
    },
  },
  'fax-is-caller': {
    fact: 'fax',
    text: {
      zh: '传真就是客户来电的号码，请核实是否为公司传真。',
      en: 'The fax is the number the customer called from: confirm that it is the company’s.',
    },
  },
  'landline-of-another': {
    fact: 'landline',
    text: {
      zh: '该座机已登记在另一家公司名下，请向客户核实。',
      en: 'This landline is registered to another company: confirm it.',
    },
  },
  'fax-of-another': {
    fact: 'fax',
    text: {
      zh: '该传真已登记在另一家公司名下，请向客户核实。',
      en: 'This fax is registered to another company: confirm it.',
    },
  },
};
