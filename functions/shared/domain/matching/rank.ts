/** What a candidate is ordered by beside the odds of all its facts. */
export interface Looks {
  /** The candidate's name as it is registered. */
  readonly name: string;
  /** How much it looks and sounds like the name asked about, 0 … 1. */
  readonly alike: number;
}

/**
 * Among candidates the text counts beside the odds: an abbreviation has the same odds with every company of its brand, and
 * the one that looks most like it is the one to show first. Past some odds more of them say nothing. Likeness prefers short
 * names, which few abbreviate: a long name gets some of that back. Whoever writes a legal form out mostly writes the right
 * one. Chosen on the even labelled pairs and on generated retypings (bench/matching-fit).
 */
const likenessWeight = 30;
const lengthWeight = 0.4;
const longName = 14;
const sureEnough = 5;
const legalFormWeight = 2;

const writtenForm = /(?:股份有限公司|有限责任公司|有限公司)(?=(?:\([^()]*\))?$)/u;

function formOf(name: string): string {
  return name.match(writtenForm)?.[0] ?? '';
}

/** What orders the candidates for a name, greater first; has no unit. */
export function rankFor(name: string): (logit: number, looks: Looks) => number {
  const form = formOf(name);
  return (logit, looks) =>
    Math.min(sureEnough, logit) +
    likenessWeight * looks.alike +
    lengthWeight * Math.min(longName, looks.name.length) +
    (form !== '' && formOf(looks.name) === form ? legalFormWeight : 0);
}
