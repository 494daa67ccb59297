import type { CustomerFacts } from './customer.ts';

/**
 * What may exist once among all customers, as normalised claims: the company name and each phone number (IN-2). Two
 * entries that share a claim are certainly the same customer; likely ones are another rule's business.
 */
export function uniquenessClaims(facts: Pick<CustomerFacts, 'name' | 'landline' | 'fax'>): readonly string[] {
  return [
    ...new Set([
      `name:${normalisedName(facts.name)}`,
      `phone:${normalisedPhone(facts.landline)}`,
      `phone:${normalisedPhone(facts.fax)}`,
    ]),
  ];
}

/** Which of the four facts a claim of `uniquenessClaims` was made from; the first where two are alike. */
export function claimedFact(
  claim: string,
  facts: Pick<CustomerFacts, 'name' | 'landline' | 'fax'>,
): keyof CustomerFacts {
  if (claim.startsWith('name:')) return 'name';
  return claim === `phone:${normalisedPhone(facts.landline)}` ? 'landline' : 'fax';
}

/** NFKC (full-width forms become plain ones), no spaces, no brackets or marks, lower case. */
export function normalisedName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{P}\p{S}]/gu, '');
}

/** Digits only, without the country code of China and the trunk zero before an area code; an extension stays apart. */
export function normalisedPhone(phone: string): string {
  const [number = '', extension = ''] = phone
    .normalize('NFKC')
    .toLowerCase()
    .split(/转|分机|ext\.?|#|\*/u);
  const digits = number
    .replaceAll(/\D/g, '')
    .replace(/^(00)?86(?=\d{9,})/, '')
    .replace(/^0+/, '');
  const tail = extension.replaceAll(/\D/g, '');
  return tail === '' ? digits : `${digits}-${tail}`;
}
