import { textOfHtml } from './reply-html.ts';
import { outcomeOfLine } from './reply-keyword.ts';
import { publicationOf } from './reply-publication.ts';
import { ownLines, type Writer } from './reply-text.ts';
import type { Outcome, Step } from './steps.ts';
import { LONGEST_COMMENT } from './task.ts';

/** What of a mail is read. */
export interface ReplyBody {
  readonly text: string | undefined;
  readonly html: string | undefined;
  /** The mail's own date. */
  readonly sentAt: Date | undefined;
}

/** What the reading depends on besides the mail. */
export interface ReplyContext {
  readonly step: Step;
  readonly writer: Writer;
  readonly openedAt: Date;
  readonly now: Date;
  readonly publicUrl: string;
}

/** What a reply decides, or why it decides nothing. */
export type Reading =
  | {
      readonly result: 'decision';
      readonly outcome: Outcome;
      readonly comment: string;
      readonly data?: Readonly<Record<string, unknown>>;
    }
  | {
      readonly result: 'nothing';
      readonly why: Unclear;
      readonly outcome?: Outcome;
      /** The first line as it was read, where it is no keyword: what a client or a colleague's quotation made of it. */
      readonly line?: string;
    };

/**
 * `empty` nothing of their own was written · `no-keyword` the first line is not exactly one keyword · `several-keywords`
 * two outcomes are named · `reason-missing` the outcome needs a reason · `form-needed` the outcome needs a form that a
 * mail cannot give · `sign-in-needed` the outcome is given signed in only · `page-missing` publishing's report names no page, or is doubtful
 */
export type Unclear =
  | 'empty'
  | 'no-keyword'
  | 'several-keywords'
  | 'reason-missing'
  | 'form-needed'
  | 'sign-in-needed'
  | 'page-missing';

/**
 * Reads a reply: its first own line is exactly one keyword of the step, the rest is the comment. Code 18's report needs
 * no keyword: the page's address is the report. When in doubt, nothing is decided.
 */
export function readReply(body: ReplyBody, context: ReplyContext): Reading {
  const { writer } = context;
  const plain = ownLines(body.text ?? '', writer);
  const marked = body.html === undefined ? [] : ownLines(textOfHtml(body.html), writer);
  const lines = plain.length > 0 ? plain : marked;
  if (lines.length === 0) return { result: 'nothing', why: 'empty' };
  const reading = readLines(lines, body, context);
  if (plain.length === 0 || marked.length === 0 || reading.result === 'nothing') return reading;
  // Both alternatives are the same letter; where they name different outcomes, neither counts.
  const other = readLines(marked, body, context);
  return other.result === 'decision' && other.outcome.id !== reading.outcome.id
    ? { result: 'nothing', why: 'several-keywords' }
    : reading;
}

function readLines(lines: readonly string[], { sentAt }: ReplyBody, context: ReplyContext): Reading {
  const { step } = context;
  const [first = '', ...rest] = lines;
  const named = outcomeOfLine(step, first);
  const outcome = named ?? reportOutcome(step);
  if (outcome === undefined) return { result: 'nothing', why: 'no-keyword', line: shortened(first) };
  const others = lines.flatMap((line) => outcomeOfLine(step, line) ?? []).filter(({ id }) => id !== outcome.id);
  if (others.length > 0) return { result: 'nothing', why: 'several-keywords' };

  const comment = (named === undefined ? lines : rest).join('\n').trim().slice(0, LONGEST_COMMENT);
  if (outcome.needsComment && !/[\p{L}\p{N}]/u.test(comment))
    return { result: 'nothing', why: 'reason-missing', outcome };
  if (outcome.signedIn === true) return { result: 'nothing', why: 'sign-in-needed', outcome };
  if (!decidableByReply(step, outcome)) return { result: 'nothing', why: 'form-needed', outcome };
  if (!outcome.needsForm || step.produces !== 'publication') return { result: 'decision', outcome, comment };
  const data = publicationOf({ ...context, lines: named === undefined ? lines : rest, sentAt });
  return data === undefined
    ? { result: 'nothing', why: 'page-missing', outcome }
    : { result: 'decision', outcome, comment, data };
}

/** As much of a line as tells its writer which one it is. */
function shortened(line: string): string {
  const characters = [...line.trim()];
  return characters.length <= 60 ? characters.join('') : `${characters.slice(0, 60).join('')}…`;
}

/**
 * Whether a reply can give the outcome: it needs neither a sign-in nor a form, unless the form is code 18's report, which is
 * made of addresses.
 */
export function decidableByReply(step: Step, outcome: Outcome): boolean {
  if (outcome.signedIn === true) return false;
  return !outcome.needsForm || step.produces === undefined || step.produces === 'publication';
}

/** A report by mail is what the step itself is: any text with the page's address is one (code 18). */
function reportOutcome(step: Step): Outcome | undefined {
  const [only, ...more] = step.outcomes;
  return step.produces === 'publication' && more.length === 0 ? only : undefined;
}
