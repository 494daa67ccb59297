import type { Priority } from './priority.ts';
import { findStep, type StepId } from './steps.ts';

/**
 * One rung of a ladder. `share` counts in due times of the task (1 is when it is due, 1.5 half as long again), `hours` in
 * working hours; both from the beginning of the clock.
 */
export type Rung = { readonly after: { readonly share: number } | { readonly hours: number } } & (
  | {
      /** Mail those who have the task, once more. */
      readonly act: 'remind';
      /** Counts on while the clock is paused. */
      readonly evenPaused?: true;
    }
  | {
      /** Tell the supervisor, who sees it on the task too. */
      readonly act: 'escalate';
    }
  | {
      /** Give the task to somebody else. Who is away is replaced by their substitute first, where `to` says so. */
      readonly act: 'reassign';
      readonly to: 'supervisor' | 'substitute-or-supervisor';
    }
);
export type Act = Rung['act'];

/** What happens to a task that nobody decides, as data. No rung ever approves or refuses anything. */
export interface Policy {
  /** The due time of the task, as a share of its step's. */
  readonly due: number;
  readonly ladder: readonly Rung[];
}

/** The working-time rules of a step. */
export interface StepPolicy {
  /** The clock stands still while the customer has the task. */
  readonly pausesWithCustomer?: true;
  readonly policies: Readonly<Record<Priority, Policy>>;
}

const remind = (share: number): Rung => ({ act: 'remind', after: { share } });
const escalate = (share: number): Rung => ({ act: 'escalate', after: { share } });
const reassign = (share: number): Rung => ({ act: 'reassign', to: 'substitute-or-supervisor', after: { share } });

/** Colleagues: before and when it is due, then the supervisor, then somebody else. */
const staff: StepPolicy = {
  policies: {
    normal: { due: 1, ladder: [remind(0.75), remind(1), escalate(1.5), reassign(3)] },
    urgent: { due: 0.5, ladder: [remind(0.5), remind(1), escalate(1), reassign(2)] },
  },
};

/** The customer decides for themselves: nobody else is ever given their task, the salesperson is told. */
const customer: StepPolicy = {
  policies: {
    normal: { due: 1, ladder: [remind(0.6), remind(1), escalate(1.25), remind(1.5)] },
    urgent: { due: 0.5, ladder: [remind(0.6), escalate(1), remind(1)] },
  },
};

const bySteps: Partial<Record<StepId, StepPolicy>> = {
  // Gathering texts and pictures takes the customer as long as it takes: reminders, but nobody here is late.
  '9': {
    pausesWithCustomer: true,
    policies: {
      normal: { due: 1, ladder: [...[16, 40, 80].map(whilePaused), escalate(1.25)] },
      urgent: { due: 0.5, ladder: [...[8, 16, 40].map(whilePaused), escalate(1)] },
    },
  },
  // Money comes when it comes, and only the salesperson knows the customer.
  '23-collection': {
    policies: {
      normal: { due: 1, ladder: [remind(0.5), remind(1), escalate(1.25)] },
      urgent: { due: 0.5, ladder: [remind(0.5), remind(1), escalate(1)] },
    },
  },
  // What was escalated already stays with the manager; headquarters is told.
  escalation: {
    policies: {
      normal: { due: 1, ladder: [remind(0.5), remind(1), escalate(2), remind(3)] },
      urgent: { due: 0.5, ladder: [remind(0.5), remind(1), escalate(2), remind(3)] },
    },
  },
};

function whilePaused(hours: number): Rung {
  return { act: 'remind', after: { hours }, evenPaused: true };
}

const own: ReadonlyMap<string, StepPolicy> = new Map(Object.entries(bySteps));

/** The working-time rules of the step. */
export function policyOfStep(step: string): StepPolicy {
  return own.get(step) ?? (findStep(step)?.role === 'customer' ? customer : staff);
}
