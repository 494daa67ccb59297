import type { StepId } from './steps.ts';
import type { Task } from './task.ts';

/** What publication may wait for in a case, the manual's own way of not waiting first (AD-4). */
export const publicationGates = ['none', 'sealed', 'paid'] as const;
export type PublicationGate = (typeof publicationGates)[number];

/** The decision that opens each gate. */
const opening: Readonly<Record<Gate, { readonly step: StepId; readonly outcome: string }>> = {
  sealed: { step: '23', outcome: 'stamped' },
  paid: { step: '23-collection', outcome: 'done' },
};

/** A gate that something waits at. */
export type Gate = Exclude<PublicationGate, 'none'>;
export const gates = ['sealed', 'paid'] as const satisfies readonly Gate[];

/** The ad's branch of a case, waiting at its gate. */
export interface GateWait {
  readonly caseId: string;
  readonly gate: Gate;
  /** The Step Functions token, which never leaves the server. */
  readonly taskToken: string;
  /** When the state was entered. */
  readonly enteredTime: string;
  /** Orders the tokens of one entry. */
  readonly issue: number;
}

export interface Gates {
  /** Notes who waits, in place of an earlier wait of the case; a wait of an earlier entry or issue changes nothing. */
  wait(at: GateWait): Promise<void>;
  /** Who waits, or waited last. */
  waiting(caseId: string): Promise<GateWait | undefined>;
}

/** The step at which `gate` is opened. */
export function stepOpening(gate: Gate): StepId {
  return opening[gate].step;
}

/** Whether one of the case's tasks at the gate's step has opened it: what was sealed or paid once stays so. */
export function isOpened(gate: Gate, ofStep: readonly Pick<Task, 'step' | 'decision'>[]): boolean {
  return ofStep.some((task) => opensGate(task, gate));
}

/** Whether the task's decision opens a gate, or `gate` in particular. */
export function opensGate({ step, decision }: Pick<Task, 'step' | 'decision'>, gate?: Gate): boolean {
  return (gate === undefined ? gates : [gate]).some(
    (each) => opening[each].step === step && opening[each].outcome === decision?.outcome,
  );
}
