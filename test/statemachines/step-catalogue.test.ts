import { describe, expect, test } from 'vitest';
import { CONTENT_CHANGED } from '../../functions/deliver-decision/recall-tasks.ts';
import { chinaCalendar } from '../../functions/shared/domain/china-calendar.ts';
import { steps } from '../../functions/shared/domain/steps.ts';
import { addWorkingHours } from '../../functions/shared/domain/working-time.ts';
import { allStates, type NamedState, stepOf, waits } from './ad-sales-machine.ts';

const stepWith = (id: string) => steps.find((step) => step.id === id);

/** The waiting states whose result a choice looks at: those that lead to it. */
const leadingTo = (choice: NamedState) => waits.filter(({ Next }) => Next === choice.name);
const choices = allStates.filter(({ Type }) => Type === 'Choice');
const outcomeIn = (condition: string) => /\$states\.input\.outcome = '([^']+)'/.exec(condition)?.[1];

describe('step catalogue and state machine', () => {
  test('every waiting state asks for a step of the catalogue', () => {
    expect(waits.map(stepOf).filter((id) => stepWith(id) === undefined)).toEqual([]);
  });

  test('every step of the catalogue is asked for by some state', () => {
    const asked = new Set(waits.map(stepOf));
    expect(steps.map(({ id }) => id).filter((id) => !asked.has(id))).toEqual([]);
  });

  test('a state’s name begins with the code of its step (AD-1)', () => {
    const astray = waits.filter((wait) => {
      const step = stepOf(wait);
      return step === 'escalation' ? !wait.name.startsWith('Manager') : !wait.name.startsWith(`${step.split('-')[0]} `);
    });
    expect(astray.map(({ name }) => name)).toEqual([]);
  });

  test('each of the codes 1–27 is a named state (AD-1)', () => {
    const codes = new Set(allStates.map(({ name }) => /^(\d+) /.exec(name)?.[1]));
    expect(Array.from({ length: 27 }, (_, index) => String(index + 1)).filter((code) => !codes.has(code))).toEqual([]);
  });

  test('every outcome that a choice looks for belongs to the step before it', () => {
    const unknown = choices.flatMap((choice) =>
      (choice.Choices ?? []).flatMap(({ Condition }) => {
        const outcome = outcomeIn(Condition);
        if (outcome === undefined) return [];
        return leadingTo(choice)
          .filter((wait) => !stepWith(stepOf(wait))?.outcomes.some(({ id }) => id === outcome))
          .map((wait) => `${choice.name}: ${outcome} is no outcome of ${wait.name}`);
      }),
    );
    expect(unknown).toEqual([]);
  });

  test('every outcome of a step with several is looked for by the choice after it', () => {
    const unheeded = waits.flatMap((wait) => {
      const outcomes = stepWith(stepOf(wait))?.outcomes ?? [];
      if (outcomes.length === 1 || stepOf(wait) === 'escalation') return [];
      const choice = choices.find(({ name }) => name === wait.Next);
      const heeded = (choice?.Choices ?? []).map(({ Condition }) => outcomeIn(Condition));
      return outcomes.filter(({ id }) => !heeded.includes(id)).map(({ id }) => `${wait.name}: ${id}`);
    });
    expect(unheeded).toEqual([]);
  });

  test('a manager’s close is looked for first; anything else continues', () => {
    for (const wait of waits.filter((found) => stepOf(found) === 'escalation')) {
      const choice = choices.find(({ name }) => name === wait.Next);
      expect(outcomeIn(choice?.Choices?.[0]?.Condition ?? ''), wait.name).toBe('close');
    }
  });

  test('a refusal always gives its reason, and a loop always has a way out (AD-3)', () => {
    for (const choice of choices.filter(({ Default }) => Default?.startsWith('Manager'))) {
      const back = (choice.Choices ?? []).filter(({ Condition }) => Condition.includes('$maxTurns'));
      expect(back, choice.name).toHaveLength(1);
      for (const wait of leadingTo(choice)) {
        const outcome = stepWith(stepOf(wait))?.outcomes.find(({ id }) => id === outcomeIn(back[0]?.Condition ?? ''));
        expect(outcome?.needsComment, `${wait.name}: ${outcome?.id}`).toBe(true);
      }
    }
  });

  test('every wait has a time-out and somebody to go to when it runs out', () => {
    for (const wait of waits) {
      expect(wait.TimeoutSeconds, wait.name).toBeGreaterThan(0);
      expect(
        wait.Catch?.map(({ ErrorEquals }) => ErrorEquals),
        wait.name,
      ).toEqual([['States.Timeout']]);
    }
  });

  test('no wait runs out before its step is due, not even across the longest holidays', () => {
    // given the day before the Spring Festival of 2026, the longest public holiday there is
    const opened = new Date('2026-02-13T17:00:00+08:00');
    for (const wait of waits) {
      const hours = stepWith(stepOf(wait))?.dueHours ?? Number.POSITIVE_INFINITY;
      const due = addWorkingHours(opened, hours, chinaCalendar);
      expect(due.getTime(), wait.name).toBeLessThanOrEqual(opened.getTime() + (wait.TimeoutSeconds ?? 0) * 1000);
    }
  });

  test('every wait opens its task again when its content has changed, and no other task does', () => {
    for (const task of allStates.filter(({ Type }) => Type === 'Task')) {
      const recalled = task.Retry?.filter(({ ErrorEquals }) => ErrorEquals.includes(CONTENT_CHANGED)) ?? [];
      const isWait = waits.some(({ name }) => name === task.name);
      expect(recalled, task.name).toHaveLength(isWait ? 1 : 0);
      for (const { ErrorEquals, MaxAttempts = 0 } of recalled) {
        expect(ErrorEquals, task.name).toEqual([CONTENT_CHANGED]);
        // Each retry counts one of the thousand issues that a redrive begins with.
        expect(MaxAttempts, task.name).toBeLessThan(900);
      }
    }
  });

  test('every task that calls a function tries again on passing failures only, with full jitter', () => {
    for (const task of allStates.filter(({ Type }) => Type === 'Task')) {
      const passing = task.Retry?.filter(({ ErrorEquals }) => !ErrorEquals.includes(CONTENT_CHANGED));
      expect(passing, task.name).toHaveLength(1);
      expect(passing?.[0]?.JitterStrategy, task.name).toBe('FULL');
      expect(passing?.[0]?.ErrorEquals, task.name).toEqual([
        'Lambda.ServiceException',
        'Lambda.AWSLambdaException',
        'Lambda.SdkClientException',
        'Lambda.TooManyRequestsException',
        'Lambda.Unknown',
        'Sandbox.Timedout',
        'TransientFailure',
      ]);
    }
  });

  test('every state says in Chinese and English what it is', () => {
    for (const { name, Comment = '' } of allStates) {
      const [zh = '', en = ''] = Comment.split(' · ');
      expect(zh, name).toMatch(/\p{Script=Han}/u);
      expect(en, name).toMatch(/^[A-Z]/);
    }
  });
});
