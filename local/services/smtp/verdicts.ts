import PostalMime, { addressParser } from 'postal-mime';

/** What SES finds about a mail. */
export type Status = 'PASS' | 'FAIL' | 'GRAY' | 'PROCESSING_FAILED' | 'DISABLED';

export interface MailVerdicts {
  readonly spf: Status;
  readonly dkim: Status;
  readonly dmarc: Status;
  readonly spam: Status;
  readonly virus: Status;
}

/** The header by which a sender on this machine chooses verdicts: `X-Local-Verdicts: dmarc=fail spf=gray`. */
export const verdictsHeader = 'x-local-verdicts';

const kinds = ['spf', 'dkim', 'dmarc', 'spam', 'virus'] as const;
const statuses: Readonly<Record<string, Status>> = {
  pass: 'PASS',
  fail: 'FAIL',
  gray: 'GRAY',
  processing_failed: 'PROCESSING_FAILED',
  disabled: 'DISABLED',
};

/** The test strings that virus and spam filters agree on. */
const eicar = 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE';
const gtube = 'XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL';

/**
 * The verdicts on a mail that was handed in on this machine. There is no DNS to ask and no sender's server to know: mail
 * in the name of a domain of this run's own people, or of one reserved for examples, counts as theirs when envelope and
 * From agree on the domain, and as forged when they do not; of any other domain nothing can be said. Viruses and spam
 * are known by the filters' test strings. A header lets the sender choose otherwise.
 * @param trusted domains, lower case
 */
export async function verdictsOf(
  source: Uint8Array,
  envelopeFrom: string,
  trusted: ReadonlySet<string>,
): Promise<MailVerdicts> {
  const mail = await PostalMime.parse(source, { forceRfc822Attachments: true });
  const fromHeader = mail.headers.find(({ key }) => key === 'from')?.value ?? '';
  const [from] = addressParser(fromHeader, { flatten: true });
  const fromDomain = domainOf(from?.address ?? '');
  const envelopeDomain = domainOf(envelopeFrom);
  const known = (domain: string): boolean => trusted.has(domain) || reserved.test(domain);
  const content = `${mail.text ?? ''}${mail.html ?? ''}${mail.attachments.map((file) => textOf(file.content)).join('')}`;

  const found: MailVerdicts = {
    spf: envelopeDomain === '' || !known(envelopeDomain) ? 'GRAY' : 'PASS',
    dkim: known(fromDomain) && fromDomain === envelopeDomain ? 'PASS' : 'GRAY',
    dmarc: !known(fromDomain) ? 'GRAY' : fromDomain === envelopeDomain ? 'PASS' : 'FAIL',
    spam: content.includes(gtube) ? 'FAIL' : 'PASS',
    virus: content.includes(eicar) ? 'FAIL' : 'PASS',
  };
  return { ...found, ...chosen(mail.headers.find(({ key }) => key === verdictsHeader)?.value ?? '') };
}

/** RFC 2606's domains, and those below them. */
const reserved = /(?:^|\.)(?:example|test|invalid|localhost|example\.(?:com|net|org|cn))$/;

function chosen(value: string): Partial<MailVerdicts> {
  return Object.fromEntries(
    kinds.flatMap((kind) => {
      const status = statuses[new RegExp(`\\b${kind}=(\\w+)`, 'i').exec(value)?.[1]?.toLowerCase() ?? ''];
      return status === undefined ? [] : [[kind, status]];
    }),
  );
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

function textOf(content: string | ArrayBuffer | Uint8Array): string {
  return typeof content === 'string' ? content : new TextDecoder('latin1').decode(content);
}
