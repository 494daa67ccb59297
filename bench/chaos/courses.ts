import type { Facts } from '../../demo/facts.ts';

/** One way a case can go, and what must be on record when it has gone it. */
export interface Course {
  readonly status: 'PUBLISHED' | 'LOST' | 'CANCELLED';
  readonly facts: Facts;
  /** How often each step is decided. */
  readonly visits: Readonly<Record<string, number>>;
  /** The step whose open task is answered by calling the case off. */
  readonly cancelledAt?: string;
}

/** All the way, with a refused contract and a refused ad. */
export function published(facts: Facts): Course {
  const visits = Object.entries(facts.decisions).map(([step, made]) => [step, made.length] as const);
  // The facts say the same each time the finished ad is fed back: after the design, and after its revision.
  return { status: 'PUBLISHED', facts, visits: { ...Object.fromEntries(visits), 13: 2 } };
}

/** The customer declines the plan. */
export function declined(facts: Facts): Course {
  const decisions = { ...facts.decisions, 4: [{ outcome: 'declined', comment: '预算取消，今年不做推广了。' }] };
  return { status: 'LOST', facts: { ...facts, decisions }, visits: { 2: 1, 3: 1, 4: 1 } };
}

/** The salesperson calls the case off while the customer has the plan. */
export function cancelled(facts: Facts): Course {
  return { status: 'CANCELLED', facts, visits: { 2: 1, 3: 1 }, cancelledAt: '4' };
}

/** `count` courses, one in twenty-five of them all the way, the others alternating between the two short ones. */
export function mixedCourses(facts: Facts, count: number): readonly Course[] {
  return Array.from({ length: count }, (_, index) =>
    index % 25 === 0 ? published(facts) : index % 2 === 0 ? cancelled(facts) : declined(facts),
  );
}
