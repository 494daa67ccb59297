import { type Address, parseAddress } from './address.ts';
import { type AnyName, parseName } from './any-name.ts';
import { type Phone, parsePhone } from './phone.ts';
import { leadingPlaces, type Place, placeOf, wholePlace } from './regions.ts';

/** The facts of a customer that are searched (IN-1): licensed name, landline, fax, business address. */
export interface CustomerFacts {
  readonly name?: string;
  readonly phones?: readonly string[];
  readonly fax?: string;
  readonly address?: string;
  readonly province?: string;
  readonly city?: string;
}

/** The facts of a customer as it is entered, for the search. */
export function searchedFacts(of: {
  readonly name: string;
  readonly landline: string;
  readonly fax: string;
  readonly address: string;
  readonly city?: string | undefined;
}): CustomerFacts {
  const { name, landline, fax, address, city } = of;
  return { name, phones: [landline], fax, address, ...(city === undefined ? {} : { city }) };
}

/** A customer's facts, read apart once. */
export interface ReadFacts {
  /** The name as given, empty when none was. */
  readonly givenName: string;
  readonly name?: AnyName;
  /** Where the customer is, from the form's city, else from the address. */
  readonly place?: Place;
  /** Every phone and fax given. */
  readonly phones: readonly Phone[];
  readonly address?: Address;
}

function lastPlace(text: string): Place | undefined {
  return text === '' ? undefined : (wholePlace(text) ?? leadingPlaces(text, 0).at(-1)?.place);
}

/** The places a name states, by its first reading. */
export function namePlaces(name: AnyName | undefined): readonly Place[] {
  if (name === undefined) return [];
  return name.script === 'han' ? name.name.readings[0].places : name.name.places;
}

/** Where only a province is stated, the place in it that the name states: 海南, 澄迈鼎恒实业有限公司. */
function namedWithin({ codes: [outer = ''] }: Place, name: AnyName | undefined): Place | undefined {
  if (outer.length !== 2) return undefined;
  return namePlaces(name).find(({ codes }) => codes.every((code) => code.length > 2 && code.startsWith(outer)));
}

function given(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text;
}

/** Reads a customer's facts apart; what is missing stays missing. */
export function readFacts(facts: CustomerFacts): ReadFacts {
  const nameText = given(facts.name);
  const name = nameText === undefined ? undefined : parseName(nameText);
  const addressText = given(facts.address);
  const address = addressText === undefined ? undefined : parseAddress(addressText);
  const city = facts.city ?? '';
  const stated = placeOf(facts.province ?? '', city) ?? lastPlace(city) ?? address?.place;
  const place = stated === undefined ? undefined : (namedWithin(stated, name) ?? stated);
  const areaPlace = place ?? namePlaces(name).find((candidate) => candidate.firm);
  const phones = [...(facts.phones ?? []), facts.fax ?? ''].flatMap((raw) => parsePhone(raw, areaPlace) ?? []);
  return {
    givenName: nameText ?? '',
    phones,
    ...(name === undefined ? {} : { name }),
    ...(address === undefined ? {} : { address }),
    ...(place === undefined ? {} : { place }),
  };
}
