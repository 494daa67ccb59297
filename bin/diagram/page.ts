import { documents } from '../../functions/shared/domain/documents.ts';
import type { Text } from '../../functions/shared/domain/language.ts';
import { roles } from '../../functions/shared/domain/roles.ts';
import { findStep } from '../../functions/shared/domain/steps.ts';
import { codeOf, type Machine, type NamedState, outcomeIn, statesOf, stepOf } from './definition.ts';
import { table } from './table.ts';

/** The page of a process: what each state asks of whom, by when, and where each outcome leads. */
export function processPage(title: Text, file: string, machine: Machine): string {
  const states = statesOf(machine);
  const rows = states.flatMap((state) => {
    const step = findStep(stepOf(state) ?? '');
    if (step === undefined || step.id === 'escalation') return [];
    const outcomes = step.outcomes.map(
      (outcome) => `${both(outcome.title)}${outcome.needsComment ? ' ✎' : ''} → ${goesTo(state, outcome.id, states)}`,
    );
    return [
      [
        codeOf(state.name) ?? '',
        both(step.title),
        both(roles[step.role]),
        step.decidesOn.map((kind) => both(documents[kind].title)).join('<br>'),
        step.produces === undefined ? '' : both(documents[step.produces].title),
        `${step.dueHours} h`,
        outcomes.join('<br>'),
      ],
    ];
  });
  const automatic = states.filter((state) => state.Type === 'Task' && stepOf(state) === undefined);
  const days = new Set(
    states.flatMap((state) => (stepOf(state) === undefined ? [] : [(state.TimeoutSeconds ?? 0) / 86_400])),
  );

  return [
    `# ${title.zh} · ${title.en}`,
    '',
    `<!-- Generated from statemachines/${file} and the step catalogue by \`npm run diagram\`; a test holds it up to date. -->`,
    '',
    `![${title.zh}](${file.replace('.asl.json', '.svg')})`,
    '',
    `The state machine is [\`statemachines/${file}\`](../../statemachines/${file}); what people are asked is the catalogue in`,
    '[`functions/shared/domain/steps.ts`](../../functions/shared/domain/steps.ts).',
    '',
    '## Steps',
    '',
    '✎: the outcome needs a reason, which goes with the case to where it leads. Due: working hours from opening.',
    '',
    table(
      ['', '步骤 · Step', '谁 · Who', '依据 · Decided on', '产生 · Makes', '限时 · Due', '结果 · Outcome → next'],
      rows,
    ),
    '',
    '## By the system',
    '',
    table(
      ['', '步骤 · Step', 'State', 'Then'],
      automatic.map((state) => [codeOf(state.name) ?? '', saying(state), state.name, state.Next ?? '']),
    ),
    '',
    '## Nobody acts, or a loop turns too often (AD-3)',
    '',
    `A wait runs out after ${[...days].join(' or ')} days. A loop that turned more than the case's \`maxTurns\` times (5 unless the case says otherwise) is not`,
    'taken once more. Either way the sales manager is asked; what the case waited for and the last reason go along.',
    '',
    table(
      ['Where', 'Asked at', 'Continue leads to', 'Close, or no answer, leads to'],
      states
        .filter((state) => stepOf(state) === 'escalation')
        .map((state) => {
          const choice = states.find(({ name }) => name === state.Next);
          const back = [...(choice?.Choices ?? []).slice(1).map(({ Next }) => Next), choice?.Default ?? ''];
          return [place(state), state.name, [...new Set(back)].join('<br>'), choice?.Choices?.[0]?.Next ?? ''];
        }),
    ),
    '',
    '## How a case ends',
    '',
    table(
      ['State', '', 'Execution'],
      states
        .filter(({ Type, within }) => (Type === 'Succeed' || Type === 'Fail') && within.length === 0)
        .map((state) => [state.name, saying(state), state.Type === 'Fail' ? 'FAILED' : 'SUCCEEDED']),
    ),
    '',
    'A case is published when both branches of the last parallel state have ended (AD-2).',
    '',
  ].join('\n');
}

/** Where an outcome leads, through the choice after the state if there is one. */
function goesTo(state: NamedState, outcome: string, states: readonly NamedState[]): string {
  const next = states.find(({ name }) => name === state.Next);
  if (next === undefined) return 'end of the branch';
  if (next.Type !== 'Choice') return next.name;
  return next.Choices?.find(({ Condition }) => outcomeIn(Condition) === outcome)?.Next ?? next.Default ?? '';
}

function place({ within }: NamedState): string {
  return within.length === 0 ? 'before the fork' : within.join(' › ');
}

const both = ({ zh, en }: Text) => `${zh} · ${en}`;
const saying = ({ Comment }: NamedState) => Comment ?? '';
