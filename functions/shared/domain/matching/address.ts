import { toArabicNumerals } from './numerals.ts';
import { leadingPlaces, type Place, relatePlaces } from './regions.ts';
import { shortHash } from './short-hash.ts';
import { fold } from './text.ts';

export type AddressRelation = 'same' | 'building' | 'road' | 'different';

export interface Address {
  readonly place?: Place;
  /** Everything below the region in one spelling. */
  readonly detail: string;
  /** Road or village and its number: 习友路1686-1; empty when no number is given. */
  readonly building: string;
  readonly road: string;
  /** What stood in brackets. */
  readonly note: string;
}

const road =
  /^(.*?(?:路|街|道|巷|弄|里|胡同|大道|村|工业园|园区|开发区|广场|花园|小区|市场|大厦|中心))(\d+(?:-\d+)*)?(?:弄|号)?/u;
const endNote = /\(([^()]*)\)?$/u;

function spellNumbers(text: string): string {
  return toArabicNumerals(text)
    .replace(/[#号]楼/gu, '栋')
    .replace(/(\d|[a-z])(?:幢|座|楼(?=\d)|号楼)/gu, '$1栋')
    .replace(/#/gu, '号')
    .replace(/(\d)(?:号?(?:房间|房|室)|室)/gu, '$1')
    .replace(/门牌/gu, '')
    .replace(/[~至]/gu, '-')
    .replace(/[、,，;；:：.\s]/gu, ',')
    .replace(/,+$/u, '');
}

const written = /(?:省|市|县|区|旗|盟|州)$/u;
const continues = /^[路街道巷弄里大中东西南北上下前后新老镇乡村城社工园花小广公港桥门]/u;
const township = /^[\u4e00-\u9fff]{1,6}?(?:镇|乡|街道(?:办事处)?|办事处|苏木)(?=..)/u;

/** Where the region ends. A bare 威海 before 路 is a road, not a city. */
function regionEnd(text: string): { place?: Place; length: number } {
  let end: { place?: Place; length: number } = { length: 0 };
  for (const { place, length } of leadingPlaces(text, 0)) {
    const form = text.slice(end.length, length);
    if (!written.test(form) && continues.test(text.slice(length))) break;
    end = { place, length };
  }
  return end;
}

/** Reads a Chinese business address apart: region, road, number, building and room, notes (IN-1). */
export function parseAddress(raw: string): Address {
  const folded = fold(raw).replace(/\s+/gu, '');
  let text = folded;
  let note = '';
  const ending = text.match(endNote);
  if (ending?.index !== undefined && ending.index >= 3) {
    note = ending[1] ?? '';
    text = text.slice(0, ending.index);
  }
  const { place, length } = regionEnd(text);
  const detail = spellNumbers(
    text
      .slice(length)
      .replace(/^(?:[市省县区]|市辖区)(?=.{3,})/u, '')
      .replace(township, ''),
  );
  const found = detail.match(road);
  const parts = {
    detail,
    road: found?.[1] ?? '',
    building: found?.[2] === undefined ? '' : `${found[1]}${found[2]}`,
    note: spellNumbers(note),
  };
  return place === undefined ? parts : { ...parts, place };
}

function placesAgree(a: Address, b: Address): boolean {
  if (a.place === undefined || b.place === undefined) return true;
  const relation = relatePlaces(a.place, b.place);
  return relation === 'same' || relation === 'contains';
}

function bare(address: Address): string {
  return address.detail.replace(/[,()]/gu, '');
}

/** How two addresses lie to each other. A room missing on one side leaves the building. */
export function relateAddresses(a: Address, b: Address): AddressRelation {
  if (!placesAgree(a, b)) return 'different';
  const [one, other] = [bare(a), bare(b)];
  if (one === '' && other === '') return a.place !== undefined && b.place !== undefined ? 'same' : 'different';
  if (one === other) {
    const digits = /\d/u;
    const noteDiffers = a.note !== b.note && (a.note === '') === (b.note === '') && digits.test(a.note + b.note);
    return noteDiffers ? 'building' : 'same';
  }
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length >= 6 && long.endsWith(short) && !/\d$/u.test(long.slice(0, -short.length)) && /\d/u.test(short))
    return 'same';
  if (a.building !== '' && (a.building === b.building || (a.building.endsWith(b.building) && b.building !== '')))
    return 'building';
  return a.road !== '' && a.road === b.road ? 'road' : 'different';
}

/** An address shrunk to two hashes: the building, and the whole address below the region. Empty when not known. */
export interface AddressPrint {
  readonly building: string;
  readonly full: string;
}

export function addressPrint(address: Address): AddressPrint {
  const detail = bare(address);
  return {
    building: address.building === '' ? '' : shortHash(address.building),
    full: detail.length < 4 ? '' : shortHash(detail),
  };
}

/** How two shrunk addresses lie to each other. */
export function relateAddressPrints(a: AddressPrint, b: AddressPrint): AddressRelation | 'unknown' {
  if (a.full === '' || b.full === '') return 'unknown';
  if (a.full === b.full) return 'same';
  return a.building !== '' && a.building === b.building ? 'building' : 'different';
}
