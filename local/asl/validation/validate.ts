import type { Diagnostic, StateMachineType } from '../contract.ts';
export const UNSUPPORTED = 'UNSUPPORTED';
export function validateDefinition(_text: string, _type: StateMachineType): readonly Diagnostic[] {
  return [];
}

export function definitionProblem(diagnostics: readonly Diagnostic[]): string | undefined {
  const problems = diagnostics.filter(({ severity }) => severity === 'ERROR');
  return problems.length === 0 ? undefined : problems.map(({ message }) => message).join(', ');
}
