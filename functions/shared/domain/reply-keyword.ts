import type { Outcome, Step } from './steps.ts';

/**
 * The outcome that a line of a reply stands for, when the line is one keyword of the step and nothing else. Width, case,
 * traditional characters, surrounding punctuation and blanks do not matter; a question mark does: a question decides
 * nothing.
 * @returns undefined when the line is no keyword, or stands for more than one outcome
 */
export function outcomeOfLine(step: Pick<Step, 'outcomes'>, line: string): Outcome | undefined {
  if (line.length > longestLine) return undefined;
  const word = plainWord(line);
  if (word === '') return undefined;
  const meant = step.outcomes.filter(({ keywords }) => keywords.includes(word));
  return meant.length === 1 ? meant[0] : undefined;
}

/** What a person is told to write for an outcome: its titles, Chinese first. */
export function suggestedWords(outcome: Outcome): readonly string[] {
  return [outcome.title.zh, outcome.title.en];
}

/** With all the punctuation people put around a keyword. */
const longestLine = 100;

function plainWord(line: string): string {
  return line
    .normalize('NFKC')
    .replace(/[\u4e00-\u9fff]/g, (character) => simplified.get(character) ?? character)
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(edges, '');
}

/** Blanks and punctuation people put around one word; question marks are not among them. */
const edges =
  /^[\s.,!;:~·、。，！；：～…"'“”‘’「」『』《》〈〉【】()[\]<>{}*_#|/\\-]+|[\s.,!;:~·、。，！；：～…"'“”‘’「」『』《》〈〉【】()[\]<>{}*_#|/\\-]+$/g;

/** The traditional forms of the characters the keywords are made of. */
const simplified = new Map(
  '標标確确認认過过駁驳審审調调閉闭關关結结繼继續续絕绝誤误問问題题沒没蓋盖項项發发佈布無无滿满棄弃終终許许準准簽签辦办變变'
    .match(/../gu)
    ?.map((pair) => [pair.charAt(0), pair.charAt(1)] as const) ?? [],
);
