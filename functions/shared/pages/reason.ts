import type { Language } from '../domain/language.ts';
import { findStep } from '../domain/steps.ts';

/**
 * The reason a task carries, in words. The state machine marks a wait that ran out (`TimedOut: <state>`) and a loop that
 * went round too often (`TurnLimit: <reason>`, AD-3); anything else was written by a person and is shown as it is.
 */
export function reasonText(reason: string, language: Language): string {
  const [, mark, rest = ''] = /^(TimedOut|TurnLimit):\s*(.*)$/s.exec(reason) ?? [];
  if (mark === 'TimedOut') {
    return language === 'en' ? `Nobody acted in time at “${rest}”.` : `“${stateInChinese(rest)}”超过期限，没有人处理。`;
  }
  if (mark === 'TurnLimit') {
    const last = rest === '' ? '' : language === 'en' ? ` The last reason given: ${rest}` : `最近一次的原因：${rest}`;
    return language === 'en' ? `The step went round too often.${last}` : `该步骤反复次数已达上限。${last}`;
  }
  return reason;
}

function stateInChinese(state: string): string {
  const [code = ''] = state.split(' ');
  const step = state.startsWith('Manager') ? findStep('escalation') : findStep(code);
  return step === undefined ? state : step.id === 'escalation' ? step.title.zh : `${code} ${step.title.zh}`;
}
