/** What the receiving mail service found: SES's verdicts. Anything but PASS counts as failed. */
export type Verdict = 'PASS' | 'FAIL' | 'GRAY' | 'PROCESSING_FAILED' | 'DISABLED';

export interface Verdicts {
  readonly spf: Verdict;
  readonly dkim: Verdict;
  readonly dmarc: Verdict;
  readonly spam: Verdict;
  readonly virus: Verdict;
}

/** A mail's claims about who sent it. */
export interface SenderClaim {
  /** Every mailbox of every From header. */
  readonly from: readonly string[];
  /** The sender of the SMTP envelope, which SPF is about. */
  readonly envelopeFrom: string;
  /** The domains whose DKIM signatures the receiving service found good. */
  readonly dkimDomains: readonly string[];
}

/** Why a mail is not taken for the person's own; stable, for logs and records. */
export type SenderRefusal =
  | 'from-not-one'
  | 'from-other-person'
  | 'dmarc-fail'
  | 'spf-fail'
  | 'spf-unaligned'
  | 'dkim-fail'
  | 'dkim-unaligned';

/** The registrable domain by the public suffix list, or undefined for a suffix itself or no domain. */
export type OrganisationalDomain = (domain: string) => string | undefined;

/**
 * Whether a mail was sent by the person it must be from: the one From address is theirs, and DMARC passed; where the
 * domain has no DMARC policy, SPF and DKIM must both have passed for the From's own organisation. The bare verdicts of
 * SPF and DKIM do not prove the From.
 */
export async function senderRefusal(
  claim: SenderClaim,
  verdicts: Verdicts,
  personEmail: string,
  organisation: () => Promise<OrganisationalDomain>,
): Promise<SenderRefusal | undefined> {
  const [from, ...others] = claim.from;
  if (from === undefined || others.length > 0) return 'from-not-one';
  if (from.trim().toLowerCase() !== personEmail.trim().toLowerCase()) return 'from-other-person';
  if (verdicts.dmarc === 'PASS') return undefined;
  if (verdicts.dmarc === 'FAIL') return 'dmarc-fail';
  if (verdicts.spf !== 'PASS') return 'spf-fail';
  if (verdicts.dkim !== 'PASS') return 'dkim-fail';
  const organisationOf = await organisation();
  const own = organisationOf(domainOf(from));
  const aligned = (domain: string): boolean => own !== undefined && organisationOf(domain) === own;
  if (!aligned(domainOf(claim.envelopeFrom))) return 'spf-unaligned';
  if (!claim.dkimDomains.some(aligned)) return 'dkim-unaligned';
  return undefined;
}

/** Why the content of a mail is not taken, though its sender may be right. */
export function contentRefusal(verdicts: Verdicts): 'virus' | 'spam' | undefined {
  if (verdicts.virus !== 'PASS') return 'virus';
  return verdicts.spam === 'PASS' ? undefined : 'spam';
}

/**
 * The domains of good DKIM signatures, out of the `Authentication-Results` headers.
 * @param results the header's values in the order of the message. Only the first is the receiving service's own: it
 *   puts its header on top, and whatever stands below came with the mail.
 * @param service the name the receiving service signs its header with
 */
export function dkimDomains(results: readonly string[], service: string): readonly string[] {
  const [own = ''] = results;
  const [authority = '', ...parts] = own.replace(/\([^()]*\)/g, ' ').split(';');
  if (authority.trim().split(/\s/)[0]?.toLowerCase() !== service) return [];
  return parts.flatMap((part) => {
    if (!/^\s*dkim\s*=\s*pass\b/i.test(part)) return [];
    const [, signer] = /\bheader\.(?:d|i)\s*=\s*"?([^\s;"]+)/i.exec(part) ?? [];
    return signer === undefined ? [] : [domainOf(signer) || signer.toLowerCase()];
  });
}

/** The part behind the last @, lower case; empty when there is none. */
function domainOf(address: string): string {
  const at = address.lastIndexOf('@');
  return at === -1
    ? ''
    : address
        .slice(at + 1)
        .replace(/>$/, '')
        .trim()
        .toLowerCase();
}
