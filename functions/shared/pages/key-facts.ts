import type { DocumentVersion } from '../domain/case.ts';
import {
  collection,
  contract,
  type DocumentKind,
  designProof,
  designRequest,
  order,
  plan,
  publication,
  publicationForm,
  publicationRequest,
  quote,
  revisionNotes,
} from '../domain/documents.ts';
import type { Language } from '../domain/language.ts';
import { toFen, yuanText } from '../domain/money.ts';
import { dayText, momentText } from './moments.ts';

/** A label and its value, both ready to read. */
export type FactRow = readonly [label: string, value: string];

/**
 * The few facts of a document that a person needs to know what is asked, e.g. a quote's total. A document that does not
 * fit its schema has none.
 */
export function keyFacts(document: Pick<DocumentVersion, 'kind' | 'content'>, language: Language): readonly FactRow[] {
  return summaries[document.kind](document.content, (zh, en) => (language === 'en' ? en : zh), language);
}

type Say = (zh: string, en: string) => string;
type Summary = (content: unknown, say: Say, language: Language) => readonly FactRow[];

const money = (amount: string): string => yuanText(toFen(amount));
const listed = (items: readonly string[], say: Say): string => items.join(say('、', ', '));
const span = (from: string, to: string, language: Language): string =>
  `${dayText(from, language)} – ${dayText(to, language)}`;

const summaries: Readonly<Record<DocumentKind, Summary>> = {
  plan: (content, say, language) => {
    const { data } = plan.safeParse(content);
    return data === undefined
      ? []
      : [
          [say('广告位', 'Ad positions'), listed(data.positions, say)],
          [say('投放时间', 'Period'), span(data.period.from, data.period.to, language)],
        ];
  },
  quote: (content, say, language) => {
    const { data } = quote.safeParse(content);
    return data === undefined
      ? []
      : [
          [say('报价总额（含税）', 'Quote total, tax included'), money(data.total)],
          [say('报价有效期至', 'Quote valid until'), dayText(data.validUntil, language)],
        ];
  },
  contract: (content, say, language) => {
    const { data } = contract.safeParse(content);
    return data === undefined
      ? []
      : [
          [say('合同编号', 'Contract number'), data.number],
          [say('合同总额（含税）', 'Contract total, tax included'), money(data.total)],
          [say('合同期限', 'Contract period'), span(data.period.from, data.period.to, language)],
        ];
  },
  'design-request': (content, say) => {
    const { data } = designRequest.safeParse(content);
    return data === undefined ? [] : [[say('广告尺寸', 'Ad sizes'), listed(data.sizes, say)]];
  },
  'design-proof': (content, say) => {
    const { data } = designProof.safeParse(content);
    return data === undefined ? [] : [[say('设计稿预览', 'Design proof'), data.previewAddress]];
  },
  'revision-notes': (content, say) => {
    const { data } = revisionNotes.safeParse(content);
    return data === undefined
      ? []
      : [[say('修改意见', 'Changes wanted'), say(`${data.notes.length} 条`, String(data.notes.length))]];
  },
  'publication-form': (content, say, language) => {
    const { data } = publicationForm.safeParse(content);
    return data === undefined
      ? []
      : [
          [say('发布位置', 'Positions'), listed(data.positions, say)],
          [say('发布时间', 'Publication'), span(data.start, data.end, language)],
        ];
  },
  'publication-request': (content, say, language) => {
    const { data } = publicationRequest.safeParse(content);
    return data === undefined
      ? []
      : [
          [say('发布位置', 'Positions'), listed(data.positions, say)],
          [say('开始日期', 'Starts on'), dayText(data.start, language)],
        ];
  },
  order: (content, say) => {
    const { data } = order.safeParse(content);
    return data === undefined
      ? []
      : [
          [say('MBS 订单号', 'MBS number'), data.mbsNumber],
          [say('订单总额（含税）', 'Order total, tax included'), money(data.total)],
        ];
  },
  publication: (content, say, language) => {
    const { data } = publication.safeParse(content);
    return data === undefined
      ? []
      : [
          [say('发布页面', 'Published at'), listed(data.pages, say)],
          [say('发布时间', 'Published on'), momentText(data.publishedAt, language)],
        ];
  },
  collection: (content, say, language) => {
    const { data } = collection.safeParse(content);
    return data === undefined
      ? []
      : [
          [say('到账金额', 'Amount received'), money(data.amount)],
          [say('到账日期', 'Received on'), dayText(data.receivedOn, language)],
        ];
  },
};
