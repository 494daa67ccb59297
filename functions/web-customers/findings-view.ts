import type { Likeness, MatchView } from '../customers-api/contract.ts';
import { type Language, type Text, wording } from '../shared/domain/language.ts';
import { isPublic } from '../shared/domain/pools.ts';
import { type Html, html } from '../shared/pages/html.ts';
import { speaker } from '../web-inbox/asked.ts';
import { pagesPath } from './contract.ts';

const verdictTitles: Readonly<Record<MatchView['verdict'], Text>> = {
  duplicate: { zh: '同一客户', en: 'The same customer' },
  possible: { zh: '可能是同一客户', en: 'Possibly the same customer' },
};

const strengthTitles: Readonly<Record<Likeness['findings'][number]['strength'], Text>> = {
  strong: { zh: '强支持', en: 'For' },
  some: { zh: '支持', en: 'Partly for' },
  none: { zh: '无影响', en: 'Neutral' },
  against: { zh: '反对', en: 'Against' },
};

/** A likelihood below this says nothing: a shared number alone is asked about, however different the names. */
export const TOLD = 0.05;

/**
 * The customers an entry is, or may be, with what speaks for and against it (IN-5). Of others' customers no more is shown
 * than the finder may see (IN-3); one's own and those of the public pool are links.
 */
export function findingsView(matches: readonly MatchView[], language: Language): Html {
  const say = speaker(language);
  return html`${matches.map(({ verdict, score, name, landline, holder, own, customerId, findings }) => {
    const where = own
      ? say('您的仓库', 'your own pool')
      : isPublic(holder.id)
        ? say('公海', 'the public pool')
        : say(`${holder.name}的仓库`, `the pool of ${holder.name}`);
    const likely =
      score >= TOLD && ` · ${say(`相似度 ${Math.round(score * 100)}%`, `likelihood ${Math.round(score * 100)}%`)}`;
    return html`<section class="document"><h3>${customerId === undefined ? name : html`<a href="${pagesPath}/${customerId}">${name}</a>`} <small>${wording(verdictTitles[verdict], language)}${likely}</small></h3>
<p class="where">${say('在', 'In ')}${where} · ${say('座机', 'landline')} ${landline}</p>
${findingsList(findings, language)}</section>
`;
  })}`;
}

/** What speaks for and against one company, fact by fact. */
export function findingsList(findings: MatchView['findings'], language: Language): Html {
  return html`<ul class="findings">${findings.map(
    ({ strength, text }) =>
      html`<li><span class="mark ${strength}">${isStrength(strength) && wording(strengthTitles[strength], language)}</span>${wording(text, language)}</li>`,
  )}</ul>`;
}

function isStrength(strength: string): strength is keyof typeof strengthTitles {
  return Object.hasOwn(strengthTitles, strength);
}
