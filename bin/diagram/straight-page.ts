import type { Text } from '../../functions/shared/domain/language.ts';
import { functionOf, type Machine, statesOf } from './definition.ts';
import { table } from './table.ts';

/** The page of a process without a catalogue of steps: what each state does, how long it waits, and where it leads. */
export function straightPage(title: Text, file: string, machine: Machine, sections: readonly string[] = []): string {
  const states = statesOf(machine);
  const acting = states.filter(({ Type }) => Type !== 'Succeed' && Type !== 'Fail');
  return [
    `# ${title.zh} · ${title.en}`,
    '',
    `<!-- Generated from statemachines/${file} and the rules in functions/shared/domain by \`npm run diagram\`; a test holds it up to date. -->`,
    '',
    `![${title.zh}](${file.replace('.asl.json', '.svg')})`,
    '',
    `The state machine is [\`statemachines/${file}\`](../../statemachines/${file}).`,
    '',
    '## Steps',
    '',
    table(
      ['State', '', 'By', 'Waits', 'Next'],
      acting.map((state) => [
        state.name,
        state.Comment ?? '',
        functionOf(state)?.replace(/Function$/, '') ?? '',
        state.TimeoutSeconds === undefined ? '' : waiting(state.TimeoutSeconds),
        [
          ...new Set([
            ...(state.Choices ?? []).map(({ Condition, Next }) => `${wanted(Condition)} → ${Next}`),
            ...(state.Catch ?? []).map(({ ErrorEquals, Next }) => `${ErrorEquals.join(', ')} → ${Next}`),
            ...[state.Next, state.Default].flatMap((next) => next ?? []),
          ]),
        ].join('<br>'),
      ]),
    ),
    '',
    '## How it ends',
    '',
    table(
      ['State', '', 'Execution'],
      states
        .filter(({ Type }) => Type === 'Succeed' || Type === 'Fail')
        .map(({ name, Comment, Type, within }) => [
          name,
          Comment ?? '',
          within.length > 0 ? `${within.at(-1)} goes on` : Type === 'Fail' ? 'FAILED' : 'SUCCEEDED',
        ]),
    ),
    '',
    ...sections.flatMap((section) => [section, '']),
  ].join('\n');
}

/** What a rule of a choice looks for: `'entered'`. */
function wanted(condition: string): string {
  return /= '([^']+)'/.exec(condition)?.[1] ?? condition.replaceAll(/\{%\s*|\s*%\}|\$states\.input\./g, '');
}

function waiting(seconds: number): string {
  if (seconds >= 86_400) return `${seconds / 86_400} days`;
  return seconds >= 60 ? `${seconds / 60} min` : `${seconds} s`;
}
