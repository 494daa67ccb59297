import type { ExecutionSummary, HistoryEvent } from '../asl/contract.ts';
import { html, type Markup } from './html.ts';
import { speaker } from './language.ts';
import { moment, type Page } from './layout.ts';
import type { PageRequest } from './pages.ts';

const shown = 200;

/** Every machine's executions, newest first. */
export function executionsPage({ ports, url, language }: PageRequest): Page {
  const say = speaker(language);
  const executions = ports.executor
    .listStateMachines()
    .flatMap((machine) => ports.executor.listExecutions(machine.stateMachineArn).map((each) => ({ machine, each })))
    .toSorted((a, b) => b.each.startDate - a.each.startDate)
    .slice(0, shown);
  return {
    url,
    language,
    section: 'executions',
    title: say('executions'),
    refreshSeconds: 5,
    content: html`<h1>${say('allExecutions')}</h1>
${
  executions.length === 0
    ? html`<p class="soft">${say('noExecutions')}</p>`
    : html`<div class="scroll"><table><thead><tr><th>${say('execution')}</th><th>${say('machine')}</th><th>${say('status')}</th><th>${say('waitingAt')}</th><th>${say('started')}</th><th>${say('ended')}</th></tr></thead><tbody>
${executions.map(
  ({
    machine,
    each,
  }) => html`<tr><td><a href="/local/executions/${encodeURIComponent(each.executionArn)}">${each.name}</a></td>
<td>${machine.name}</td><td>${statusMark(each)}</td>
<td>${each.status === 'RUNNING' ? openStates(ports.executor.getExecutionHistory(each.executionArn)).join(' · ') : ''}</td>
<td class="time">${moment(each.startDate)}</td><td class="time">${each.stopDate === undefined ? '' : moment(each.stopDate)}</td></tr>`,
)}</tbody></table></div>`
}`,
  };
}

/** One execution: the steps it took and is at, and every event. @throws Error when there is none. */
export function executionPage({ ports, url, language }: PageRequest, executionArn: string): Page {
  const say = speaker(language);
  const execution = ports.executor.describeExecution(executionArn);
  const events = ports.executor.getExecutionHistory(executionArn);
  return {
    url,
    language,
    section: 'executions',
    title: execution.name,
    ...(execution.status === 'RUNNING' ? { refreshSeconds: 5 } : {}),
    content: html`<h1>${execution.name} ${statusMark(execution)}</h1>
<div class="panel"><dl>
<dt>${say('started')}</dt><dd>${moment(execution.startDate)}</dd>
${execution.stopDate === undefined ? '' : html`<dt>${say('ended')}</dt><dd>${moment(execution.stopDate)}</dd>`}
${execution.error == null ? '' : html`<dt>${say('error')}</dt><dd>${execution.error}: ${execution.cause ?? ''}</dd>`}
<dt>ARN</dt><dd><code>${execution.executionArn}</code></dd>
</dl></div>
<h2>${say('steps')}</h2><ol class="steps">${stepsOf(events).map(({ name, state }) => html`<li class="${state}">${name}</li>`)}</ol>
<h2>${say('input')}</h2><div class="panel"><pre>${pretty(execution.input)}</pre></div>
${execution.output === undefined ? '' : html`<h2>${say('output')}</h2><div class="panel"><pre>${pretty(execution.output)}</pre></div>`}
<h2>${say('history')}</h2><div class="scroll"><table><thead><tr><th>#</th><th>${say('received')}</th><th>${say('event')}</th><th>${say('step')}</th><th>${say('details')}</th></tr></thead><tbody>
${events.map(eventRow)}</tbody></table></div>`,
  };
}

function eventRow(event: HistoryEvent): Markup {
  const details = detailsOf(event);
  const name = details?.name;
  return html`<tr><td class="time">${event.id}</td><td class="time">${moment(event.timestamp)}</td><td>${event.type}</td>
<td>${typeof name === 'string' ? name : ''}</td>
<td>${details ? html`<details><summary>…</summary><pre>${JSON.stringify(details, hidingTokens, 2)}</pre></details>` : ''}</td></tr>`;
}

/** A task token is a credential: it stays off pages. */
function hidingTokens(key: string, value: unknown): unknown {
  return /token/i.test(key)
    ? '…'
    : typeof value === 'string'
      ? value.replaceAll(/("[^"]*[tT]oken[^"]*":\s*")[^"]*/g, '$1…')
      : value;
}

interface Step {
  readonly name: string;
  readonly state: 'done' | 'waiting' | 'failed';
}

/** The states in the order they were entered; those not left yet are waited for. */
function stepsOf(events: readonly HistoryEvent[]): Step[] {
  const ended = events.at(-1)?.type ?? '';
  const open = openCounts(events);
  const entered = events.filter(({ type }) => type.endsWith('StateEntered')).map((event) => nameIn(event));
  const steps: Step[] = [];
  for (const name of entered.toReversed()) {
    const left = open.get(name) ?? 0;
    if (left > 0) open.set(name, left - 1);
    const unfinished =
      ended.startsWith('Execution') && ended !== 'ExecutionStarted' && ended !== 'ExecutionRedriven'
        ? 'failed'
        : 'waiting';
    steps.unshift({ name, state: left > 0 ? unfinished : 'done' });
  }
  return steps;
}

/** Names of the states an execution is in. */
function openStates(events: readonly HistoryEvent[]): string[] {
  return [...openCounts(events)].filter(([, count]) => count > 0).map(([name]) => name);
}

function openCounts(events: readonly HistoryEvent[]): Map<string, number> {
  const open = new Map<string, number>();
  for (const event of events) {
    const change = event.type.endsWith('StateEntered') ? 1 : event.type.endsWith('StateExited') ? -1 : 0;
    if (change !== 0) open.set(nameIn(event), (open.get(nameIn(event)) ?? 0) + change);
  }
  return open;
}

function nameIn(event: HistoryEvent): string {
  const name = detailsOf(event)?.name;
  return typeof name === 'string' ? name : '';
}

function detailsOf(event: HistoryEvent): { readonly [key: string]: unknown } | undefined {
  for (const [key, value] of Object.entries(event)) {
    if (key.endsWith('EventDetails') && value !== undefined && typeof value === 'object') return value;
  }
  return undefined;
}

function statusMark({ status }: Pick<ExecutionSummary, 'status'>): Markup {
  return html`<span class="mark ${status}">${status}</span>`;
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), hidingTokens, 2);
  } catch {
    return text;
  }
}
