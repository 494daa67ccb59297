import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { areaCodeOf, knownAreaCodes, type Place } from './regions.ts';

export type PhoneKind = 'landline' | 'mobile' | 'service' | 'foreign' | 'unknown';

export interface Phone {
  /** Digits without country code, trunk 0 and extension: area code and number (57159297666). With country code when foreign. */
  readonly digits: string;
  readonly kind: PhoneKind;
  /** True when a landline was given without area code and no place told it. */
  readonly areaMissing: boolean;
  readonly extension: string;
  /** The number as written when its area code was taken from the customer's place; empty otherwise. */
  readonly writtenLocal: string;
  /** +86571…, absent when the area code is not known. */
  readonly e164?: string;
}

const label = /^[^\d+(]*(?=[\d+(])/u;
const spelledExtension = /(?:转|分机|ext\.?|extension|x|#|,|;)[^\d]*(\d{1,6})[^\d]*$/iu;
const secondNumber = /[/、;,](?:\s*\d[\d\s-]*)+$/u;
const dashedExtension = /^(.*?\d{7,8})\s*-\s*(\d{1,5})$/u;

function isAreaCode(digits: string): boolean {
  return knownAreaCodes.has(digits) || digits === '10' || /^2[0-9]$/.test(digits);
}

/** Parts area code and number; the country's two-digit codes are 10 and 2x, the others have three digits. */
function areaLength(national: string): number {
  if (/^(?:10|2\d)/.test(national)) return 2;
  return 3;
}

function stripTrunks(digits: string): string {
  let rest = digits.replace(/^(?:0086|\+86)/, '');
  if (/^90\d{9,}$/.test(rest)) rest = rest.slice(1);
  if (
    /^86(?:0?[1-9])\d{8,}$/.test(rest) &&
    rest.length >= 11 &&
    !(rest.length === 11 && /^86\d{9}$/.test(rest) && isAreaCode(rest.slice(0, 3)))
  ) {
    rest = rest.slice(2);
  }
  if (/^91[3-9]\d{9}$/.test(rest)) rest = rest.slice(1);
  return rest;
}

function numbered(digits: string, kind: PhoneKind, extension: string, areaMissing = false, writtenLocal = ''): Phone {
  const phone = { digits, kind, areaMissing, extension, writtenLocal };
  if (areaMissing || kind === 'unknown') return phone;
  return { ...phone, e164: kind === 'foreign' ? `+${digits}` : `+86${digits}` };
}

/**
 * One spelling of a telephone number (IN-1, IN-6): width, labels, country code, trunk 0, outside-line 9, extension
 * (转8001, -8001, ext.), a second number after a slash.
 * @param place where the customer is, for the area code of a number written without one
 * @returns undefined when there are fewer than seven digits
 */
export function parsePhone(raw: string, place?: Place): Phone | undefined {
  let text = raw
    .normalize('NFKC')
    .replace(/[‐‑‒–—―−－]/gu, '-')
    .replace(/\p{Cf}/gu, '')
    .trim();
  text = text
    .replace(label, '')
    .replace(/\([^\d)]*\)/gu, '')
    .replace(secondNumber, '');
  let extension = '';
  const spelled = text.match(spelledExtension);
  if (spelled !== null && spelled.index !== undefined && text.slice(0, spelled.index).replace(/\D/g, '').length >= 7) {
    extension = spelled[1] ?? '';
    text = text.slice(0, spelled.index);
  }
  if (/^(?:\+|00)(?!86)/.test(text.trim()) && !/^00?86/.test(text)) {
    const foreign = parsePhoneNumberFromString(text.replace(/^00/, '+'));
    if (foreign !== undefined && foreign.countryCallingCode !== '86') {
      return numbered(foreign.number.slice(1), 'foreign', foreign.ext ?? extension);
    }
  }
  text = text.replace(/[^\d+-]+/gu, (run) => (run.includes('-') ? '-' : ' ')).trim();
  const dashed = text.replace(/\s/g, '').match(dashedExtension);
  if (dashed?.[1] !== undefined && /^(?:\+?\d*-)*\d{7,8}$|^\+?\d+$/.test(dashed[1])) {
    const before = dashed[1].split('-').at(-1) ?? '';
    if (before.length >= 7) {
      extension = dashed[2] ?? '';
      text = dashed[1];
    }
  }
  const digits = stripTrunks(text.replace(/[^\d+]/g, '')).replace(/\D/g, '');
  if (digits.length < 7) return undefined;
  if (/^0?1[3-9]\d{9}$/.test(digits)) return numbered(digits.slice(-11), 'mobile', extension);
  if (/^[48]00\d{7}$/.test(digits)) return numbered(digits, 'service', extension);
  if (digits.length <= 8 && !digits.startsWith('0')) {
    const area = place === undefined ? undefined : areaCodeOf(place);
    return area === undefined
      ? numbered(digits, 'landline', extension, true)
      : numbered(area + digits, 'landline', extension, false, digits);
  }
  const national = digits.replace(/^0+/, '');
  return numbered(national, national.length >= 9 && national.length <= 11 ? 'landline' : 'unknown', extension);
}

/** The number without its area code. */
export function localPart(phone: Phone): string {
  return phone.kind === 'landline' && !phone.areaMissing ? phone.digits.slice(areaLength(phone.digits)) : phone.digits;
}

function endsInLocal(full: Phone, local: string): boolean {
  const lead = full.digits.slice(0, full.digits.length - local.length);
  return full.kind !== 'mobile' && lead.length >= 2 && lead.length <= 3 && full.digits.endsWith(local);
}

/**
 * True when both mean one line; extensions aside. A number without area code equals one that ends in it, unless the
 * customer's place gives another area code that exists.
 */
export function samePhone(a: Phone, b: Phone): boolean {
  if (a.digits === b.digits) return true;
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    if (one.areaMissing && !other.areaMissing && endsInLocal(other, one.digits)) return true;
    if (one.writtenLocal === '' || other.writtenLocal !== '' || other.areaMissing) continue;
    const area = other.digits.slice(0, -one.writtenLocal.length);
    if (endsInLocal(other, one.writtenLocal) && !isAreaCode(area)) return true;
  }
  return false;
}
