import { addressPrint } from './address.ts';
import { parseName } from './any-name.ts';
import type { Fingerprint } from './blocking-index.ts';
import { namePlaces, type ReadFacts } from './customer-facts.ts';
import type { Comparable } from './verdict.ts';

/** The compact form of a customer that its postings carry. */
export function fingerprintOf(customerId: string, read: ReadFacts): Fingerprint {
  const place = read.place ?? namePlaces(read.name).find(({ firm }) => firm);
  const print = read.address === undefined ? { building: '', full: '' } : addressPrint(read.address);
  return {
    customerId,
    name: read.givenName,
    placeCode: place?.codes[0] ?? '',
    phones: [...new Set(read.phones.map(({ digits }) => digits))],
    building: print.building,
    address: print.full,
  };
}

/** A fingerprint made ready to compare. */
export function readFingerprint(fingerprint: Fingerprint): Comparable {
  const { name, placeCode, phones, building, address } = fingerprint;
  return {
    name: name === '' ? undefined : parseName(name),
    place: placeCode === '' ? undefined : { codes: [placeCode], firm: true },
    phones,
    print: { building, full: address },
  };
}
