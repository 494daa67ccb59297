import { randomUUID } from 'node:crypto';
import type { Log } from '../../contract.ts';
import type { Store } from '../../store.ts';

/** How long a delivery is tried, and what becomes of it. */
export interface DeliveryOptions {
  readonly maxRetries: number;
  readonly maxAgeMs: number;
  /** Queue that gets the payload when all tries failed. */
  readonly deadLetterArn?: string;
  /** Lambda destinations of an asynchronous invocation; they get the invocation record. */
  readonly onFailureArn?: string;
  readonly onSuccessArn?: string;
}

/** What a target made of a payload: its answer, or why it did not take it. */
export type Outcome =
  | { readonly taken: true; readonly answer: string }
  | { readonly taken: false; readonly answer: string };

/** Hands a payload to a target. Throws like a refusal. */
export type Hand = (target: string, payload: string) => Promise<Outcome>;

const firstBackOffMs = 500;
const longestBackOffMs = 60_000;
const atOnce = 8;

/**
 * Events on their way to functions, machines and queues: written down first, then handed over at least once, retried
 * with growing pauses (shorter than AWS's, so that a person sees the end of it), given up into a dead-letter queue.
 */
export class Deliveries {
  private readonly store: Store;
  private readonly hand: Hand;
  private readonly log: Log;
  private readonly now: () => number;
  private readonly underWay = new Map<string, Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private started = false;
  private stopped = false;

  /** @param now epoch milliseconds of the machine: pauses between tries are short and real. */
  constructor(store: Store, hand: Hand, log: Log, now: () => number) {
    this.store = store;
    this.hand = hand;
    this.log = log;
    this.now = now;
  }

  /** Writes a delivery down and sets off. Durable once it returns. @param target ARN. @param payload JSON text. */
  add(target: string, payload: string, options: DeliveryOptions): void {
    const now = this.now();
    this.store.run(
      'INSERT INTO deliveries (id, target, payload, options, first_at, due_at, attempts) VALUES (?, ?, ?, ?, ?, ?, 0)',
      randomUUID(),
      target,
      payload,
      JSON.stringify(options),
      now,
      now,
    );
    if (this.started) this.schedule(0);
  }

  /** Begins handing over, first what an earlier run left. */
  start(): void {
    this.started = true;
    this.schedule(0);
  }

  /** Deliveries not handed over yet, those waiting for another try included. */
  get pending(): number {
    return Number(this.store.get('SELECT COUNT(*) AS count FROM deliveries')?.count ?? 0);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await Promise.all(this.underWay.values());
  }

  private schedule(milliseconds: number): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.work(), milliseconds);
  }

  private work(): void {
    if (this.stopped) return;
    const now = this.now();
    const due = this.store.all('SELECT * FROM deliveries ORDER BY due_at, number LIMIT 100');
    for (const row of due) {
      const id = String(row.id);
      if (this.underWay.has(id)) continue;
      const dueAt = Number(row.due_at);
      if (dueAt > now) {
        this.schedule(Math.max(10, dueAt - now));
        return;
      }
      if (this.underWay.size >= atOnce) return;
      const done = this.deliver(
        id,
        String(row.target),
        String(row.payload),
        Number(row.attempts),
        Number(row.first_at),
        JSON.parse(String(row.options)),
      );
      this.underWay.set(id, done);
      void done.finally(() => {
        this.underWay.delete(id);
        this.schedule(0);
      });
    }
  }

  private async deliver(
    id: string,
    target: string,
    payload: string,
    attempts: number,
    firstAt: number,
    options: DeliveryOptions,
  ): Promise<void> {
    let outcome: Outcome;
    try {
      outcome = await this.hand(target, payload);
    } catch (error) {
      outcome = { taken: false, answer: error instanceof Error ? error.message : String(error) };
    }
    if (this.stopped && !outcome.taken) return;
    if (outcome.taken) {
      this.finish(id, options.onSuccessArn, () =>
        record(target, payload, outcome.answer, attempts + 1, 'Success', this.now()),
      );
      return;
    }
    const tries = attempts + 1;
    if (tries <= options.maxRetries && this.now() - firstAt < options.maxAgeMs) {
      const pause = Math.min(longestBackOffMs, firstBackOffMs * 2 ** attempts);
      this.store.run('UPDATE deliveries SET attempts = ?, due_at = ? WHERE id = ?', tries, this.now() + pause, id);
      this.log.detail(`${target} did not take an event (${outcome.answer.slice(0, 200)}); again in ${pause} ms`);
      return;
    }
    this.log.warn(`${target} did not take an event after ${tries} tries: ${outcome.answer.slice(0, 300)}`);
    this.store.transaction(() => {
      if (options.deadLetterArn !== undefined) this.add(options.deadLetterArn, payload, lasting);
      this.finish(id, options.onFailureArn, () =>
        record(target, payload, outcome.answer, tries, 'RetriesExhausted', this.now()),
      );
    });
  }

  private finish(id: string, destination: string | undefined, describe: () => string): void {
    if (destination !== undefined) this.add(destination, describe(), lasting);
    this.store.run('DELETE FROM deliveries WHERE id = ?', id);
  }
}

/** For what must not get lost: destinations and dead-letter queues. */
export const lasting: DeliveryOptions = { maxRetries: 185, maxAgeMs: 86_400_000 };

/** The invocation record Lambda sends to a destination. */
function record(
  target: string,
  payload: string,
  answer: string,
  tries: number,
  condition: string,
  now: number,
): string {
  return JSON.stringify({
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    requestContext: {
      requestId: randomUUID(),
      functionArn: `${target}:$LATEST`,
      condition,
      approximateInvokeCount: tries,
    },
    requestPayload: JSON.parse(payload),
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      ...(condition === 'Success' ? {} : { functionError: 'Unhandled' }),
    },
    responsePayload: parsed(answer),
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
