import { createHash } from 'node:crypto';
import type { Answers } from '../domain/ports.ts';
import { type Identity, reservedIdentity } from '../http/identity.ts';
import { type PageAnswer, seeOther } from './page.ts';

/** What carrying out a form once needs of the world. */
export interface OnceWorld {
  readonly answers: Pick<Answers, 'begin' | 'keep' | 'release'>;
  /** Waits for so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Told of failures that are ours. */
  readonly failed: (error: unknown) => void;
}

/** A form as it was sent. */
export interface SentForm {
  /** Who sent it, and where to. */
  readonly by: string;
  readonly address: string;
  /** Tells it from every other form. */
  readonly key: string;
  readonly values: Iterable<readonly [string, string]>;
  /** Where who sends other content under the same key is led: what the first did is found there. */
  readonly otherwise: string;
}

/** Times and pauses while the same form, sent before, is still being worked on. */
const MAX_LOOKS = 20;
const PAUSE = 200;

/**
 * Carries out a form once: who presses its button twice, or sends it again after a crash, is led to what it did.
 * @param act what it does; an answer that leads on (303) is kept for a day, any other lets the form be sent again
 */
export async function once(
  { answers, pause, failed }: OnceWorld,
  { by, address, key, values, otherwise }: SentForm,
  act: (identity: Identity) => Promise<PageAnswer>,
): Promise<PageAnswer> {
  const name = digest([by, `POST ${address}`, key]);
  const content = digest([...values].flat());
  for (let look = 1; look <= MAX_LOOKS; look += 1) {
    const begun = await answers.begin(name, content);
    if (begun.state === 'answered') return seeOther(begun.body);
    if (begun.state === 'other') return seeOther(otherwise);
    if (begun.state === 'fresh') {
      const identity = reservedIdentity(new Date(begun.since), begun.takenOver, `${name}|${content}`);
      const answer = await act(identity).catch(async (error: unknown) => {
        await answers.release(name).catch(failed);
        throw error;
      });
      const { location } = answer.headers;
      const kept = location === undefined ? answers.release(name) : answers.keep(name, answer.status, location);
      await kept.catch(failed);
      return answer;
    }
    await pause(PAUSE);
  }
  return seeOther(otherwise);
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
