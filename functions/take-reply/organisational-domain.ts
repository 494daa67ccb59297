import { getDomain } from 'tldts';

/** The registrable domain by the public suffix list, private suffixes included, as DMARC aligns domains (RFC 7489, 3.2). */
export function organisationalDomain(domain: string): string | undefined {
  return getDomain(domain, { allowPrivateDomains: true, extractHostname: false }) ?? undefined;
}
