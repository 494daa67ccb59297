import * as z from 'zod/mini';
import type { DocumentKind } from './document-kinds.ts';
import type { Text } from './language.ts';

/** The documents the manual names (AD-5) and the least each holds (AD-7). Amounts are CNY, dates are calendar days in China. */

const line = z.string().check(z.trim(), z.minLength(1), z.maxLength(200));
const paragraph = z.string().check(z.trim(), z.minLength(1), z.maxLength(4000));
const day = z.iso.date();
/** A decimal amount in CNY with at most two places, as text: `"12800.00"`. */
const amount = z.string().check(z.regex(/^\d{1,12}(\.\d{1,2})?$/));
/** A share between 0 and 1, as a number. */
const share = z.number().check(z.minimum(0), z.maximum(1));
const webAddress = z.url({ protocol: /^https?$/ }).check(z.maxLength(2000));
const lines = z.array(line).check(z.minLength(1), z.maxLength(50));
const period = z.object({ from: day, to: day });

export const quoteLine = z.object({
  position: line,
  days: z.int().check(z.minimum(1), z.maximum(3660)),
  /** CNY per day before discount. */
  listPrice: amount,
  /** What is taken off, 0.15 for 15 %. */
  discount: share,
  /** days × listPrice × (1 − discount), before tax. */
  amount,
});
const quoteLines = z.array(quoteLine).check(z.minLength(1), z.maxLength(50));

export const plan = z.object({
  channels: lines,
  positions: lines,
  period,
  audience: paragraph,
  expectedEffect: paragraph,
});

export const quote = z.object({
  lines: quoteLines,
  taxRate: share,
  tax: amount,
  /** Lines plus tax. */
  total: amount,
  validUntil: day,
});

/** Seals and signatories may be missing in a draft: whether they are there is the review's business (CO-4, AD-7). */
export const contract = z.object({
  number: line,
  buyer: line,
  seller: line,
  lines: quoteLines,
  taxRate: share,
  tax: amount,
  total: amount,
  /** The total in Chinese capitals (大写): 壹万贰仟捌佰元整. */
  totalInCapitals: line,
  payments: z.array(z.object({ due: day, amount })).check(z.maxLength(24)),
  period,
  breachTerms: z.string().check(z.maxLength(4000)),
  signatories: z
    .array(z.object({ party: z.enum(['buyer', 'seller']), name: line, title: line, seal: z.boolean() }))
    .check(z.maxLength(10)),
});

export const designRequest = z.object({
  sizes: lines,
  formats: lines,
  copy: paragraph,
  brandAssets: z.array(line).check(z.maxLength(50)),
  landingAddress: webAddress,
  must: z.array(line).check(z.maxLength(50)),
  mustNot: z.array(line).check(z.maxLength(50)),
});

export const designProof = z.object({ previewAddress: webAddress, sizes: lines, remarks: z.optional(paragraph) });

export const revisionNotes = z.object({
  notes: z.array(z.object({ place: line, change: paragraph })).check(z.minLength(1), z.maxLength(50)),
});

export const publicationForm = z.object({
  positions: lines,
  start: day,
  end: day,
  materials: lines,
  sealWanted: z.enum(['contract', 'company', 'none']),
});

export const publicationRequest = z.object({ positions: lines, start: day, landingAddress: webAddress });

export const order = z.object({
  mbsNumber: line,
  contractNumber: line,
  net: amount,
  tax: amount,
  total: amount,
  start: day,
  end: day,
  signedBy: line,
  signedOn: day,
  stamp: z.enum(['contract', 'company', 'none']),
  remarks: z.optional(paragraph),
});

export const publication = z.object({
  pages: z.array(webAddress).check(z.minLength(1), z.maxLength(20)),
  publishedAt: z.iso.datetime({ offset: true }),
  screenshot: z.optional(webAddress),
});

export const collection = z.object({ receivedOn: day, amount, method: line });

export const documents = {
  plan: { schema: plan, title: { zh: '推广方案', en: 'Promotion plan' } },
  quote: { schema: quote, title: { zh: '报价单', en: 'Quote' } },
  contract: { schema: contract, title: { zh: '合同', en: 'Contract' } },
  'design-request': { schema: designRequest, title: { zh: '广告设计需求', en: 'Design request' } },
  'design-proof': { schema: designProof, title: { zh: '广告设计稿', en: 'Design proof' } },
  'revision-notes': { schema: revisionNotes, title: { zh: '修改意见', en: 'Revision notes' } },
  'publication-form': { schema: publicationForm, title: { zh: '发布单', en: 'Publication form' } },
  'publication-request': { schema: publicationRequest, title: { zh: '发布需求', en: 'Publication request' } },
  order: { schema: order, title: { zh: '订单', en: 'Order' } },
  publication: { schema: publication, title: { zh: '发布反馈', en: 'Publication report' } },
  collection: { schema: collection, title: { zh: '收款记录', en: 'Collection record' } },
} as const satisfies Record<DocumentKind, { schema: z.ZodMiniType; title: Text }>;

export type { DocumentKind };
export type Contract = z.infer<typeof contract>;
export type Order = z.infer<typeof order>;
export type Quote = z.infer<typeof quote>;
export type Publication = z.infer<typeof publication>;
