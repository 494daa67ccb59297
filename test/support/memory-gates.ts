import type { Gates, GateWait } from '../../functions/shared/domain/gate.ts';

/** The in-memory twin of the waits at publication gates. */
export function memoryGates(): Gates {
  const waits = new Map<string, GateWait>();
  const order = ({ enteredTime, issue }: GateWait): number => Date.parse(enteredTime) * 1_000_000 + issue;
  return {
    async wait(at) {
      const before = waits.get(at.caseId);
      if (before === undefined || order(before) < order(at)) waits.set(at.caseId, structuredClone(at));
    },
    async waiting(caseId) {
      return structuredClone(waits.get(caseId));
    },
  };
}
