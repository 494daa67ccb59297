import type { Text } from '../../functions/shared/domain/language.ts';
import type { Role } from '../../functions/shared/domain/roles.ts';
import { findStep } from '../../functions/shared/domain/steps.ts';
import { codeOf, functionOf, type Machine, outcomeIn, type State, stepOf } from './definition.ts';

/** What is drawn of a process: what a salesperson would draw. Waits that run out and loops that turn too often all lead
 * to the sales manager; the legend says so once instead of thirty arrows. */

export interface ChartNode {
  readonly name: string;
  readonly kind: 'person' | 'decision' | 'automatic' | 'end' | 'parallel';
  readonly code: string | undefined;
  readonly title: Text;
  readonly role: Role | undefined;
  readonly branches: readonly Chart[];
}

export interface ChartEdge {
  readonly from: string;
  readonly to: string;
  /** The outcome that leads this way, where there are several. */
  readonly label: Text | undefined;
  /** Refusals and what follows from them. */
  readonly back: boolean;
}

export interface Chart {
  readonly start: string;
  readonly nodes: readonly ChartNode[];
  readonly edges: readonly ChartEdge[];
}

/** The chart of a machine or of one branch. */
export function chartOf(machine: Machine): Chart {
  const names = Object.keys(machine.States);
  const shown = new Map<string, State>();
  const visit = (name: string): void => {
    const state = machine.States[name];
    if (state === undefined || shown.has(name)) return;
    shown.set(name, state);
    for (const { to } of waysOf(name, state, machine)) visit(to);
  };
  visit(machine.StartAt);
  const ordered = names.flatMap((name) => {
    const state = shown.get(name);
    return state === undefined ? [] : [{ name, state }];
  });
  return {
    start: machine.StartAt,
    nodes: ordered.map(({ name, state }) => nodeOf(name, state)),
    edges: ordered.flatMap(({ name, state }) => waysOf(name, state, machine)),
  };
}

function waysOf(name: string, state: State, machine: Machine): readonly ChartEdge[] {
  const straight = state.Next === undefined ? [] : [{ from: name, to: state.Next, label: undefined, back: false }];
  // Errors of our own have an end of their own; running out of time has the manager.
  const caught = (state.Catch ?? [])
    .filter(
      ({ ErrorEquals, Next }) => !ErrorEquals.includes('States.Timeout') && state.Type === 'Task' && Next !== undefined,
    )
    .map(({ Next }) => ({ from: name, to: Next, label: undefined, back: true }));
  const asked = Object.values(machine.States).find(({ Next }) => Next === name);
  const outcomes = findStep((asked && stepOf(asked)) ?? '')?.outcomes ?? [];
  const chosen = (state.Choices ?? []).map(({ Condition, Next }, index) => {
    const outcome = outcomes.find(({ id }) => id === outcomeIn(Condition));
    return { from: name, to: Next, label: outcome?.title, back: outcome?.needsComment ?? index > 0 };
  });
  return [...straight, ...caught, ...chosen];
}

function nodeOf(name: string, state: State): ChartNode {
  const [zh = '', en = ''] = (state.Comment ?? '').split(' · ');
  const step = findStep(stepOf(state) ?? '');
  return {
    name,
    kind: kindOf(state),
    code: codeOf(name),
    title: state.Type === 'Parallel' ? { zh, en: '' } : { zh, en: short(name, en) },
    role: step?.role,
    branches: (state.Branches ?? []).map(chartOf),
  };
}

function short(name: string, en: string): string {
  const said = en.replace(/\s*\(AD-\d+\)$/, '');
  return said.length > 40 ? name.replace(/^\d+ /, '') : said;
}

function kindOf(state: State): ChartNode['kind'] {
  if (state.Type === 'Parallel') return 'parallel';
  if (state.Type === 'Choice') return 'decision';
  if (state.Type === 'Succeed' || state.Type === 'Fail') return 'end';
  return stepOf(state) === undefined ? 'automatic' : 'person';
}

/** Who is asked by the waiting states of machines that have no catalogue of steps, by the function that asks them. */
const askers: Readonly<Record<string, Role>> = { OpenApplicationFunction: 'approval-group' };

/**
 * The chart of a machine without a catalogue of steps: every way is drawn, also where nobody acts in time and where no rule
 * of a choice fits. An upward way is a way back.
 */
export function wholeChartOf({ StartAt, States }: Machine): Chart {
  const names = Object.keys(States);
  const edges = Object.entries(States).flatMap(([from, { Next, Default, Choices = [], Catch = [] }]) => {
    const ways = [Next, ...Choices.map(({ Next: to }) => to), Default, ...Catch.map(({ Next: to }) => to)];
    const distinct = [...new Set(ways)].filter((to) => to !== undefined);
    return distinct.map((to) => ({ from, to, label: undefined, back: names.indexOf(to) < names.indexOf(from) }));
  });
  return { start: StartAt, nodes: Object.entries(States).map(([name, state]) => wholeNodeOf(name, state)), edges };
}

function wholeNodeOf(name: string, state: State): ChartNode {
  const { title, ...node } = nodeOf(name, state);
  const role = askers[functionOf(state) ?? ''];
  return {
    ...node,
    // A node has room for the first clause.
    title: { zh: title.zh.split(/[，；]/)[0] ?? '', en: title.en === '' ? name : title.en },
    role,
    kind: role === undefined ? node.kind : 'person',
  };
}
