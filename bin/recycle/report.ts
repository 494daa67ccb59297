import { missingTexts, type RecyclingRule } from '../../functions/shared/domain/recycling.ts';
import type { ForecastChange, ForeseenRecycling, Nights } from '../../functions/shared/domain/recycling-forecast.ts';
import type { HolderForecast } from './forecast-pools.ts';

export interface ReportOf {
  readonly nights: Nights;
  readonly rule: RecyclingRule;
  /** The rule that is tried out. */
  readonly changed?: RecyclingRule | undefined;
  readonly pools: readonly HolderForecast[];
}

const changes = {
  loses: '另外退回 · returned besides',
  keeps: '不再退回 · no longer returned',
  sooner: '更早退回 · returned sooner',
  later: '更晚退回 · returned later',
  warnedToo: '另外提醒 · warned of besides',
  warnedNoMore: '不再提醒 · no longer warned of',
} as const satisfies Record<keyof ForecastChange, string>;
const kinds = ['loses', 'keeps', 'sooner', 'later', 'warnedToo', 'warnedNoMore'] as const;

/** The forecast for people, holder by holder. */
export function report({ nights, rule, changed, pools }: ReportOf): string {
  const lines = [`${nightsText(nights)}；规则 · rule: ${ruleText(rule)}`];
  for (const pool of pools) {
    if (pool.warned.length + pool.recycled.length === 0) continue;
    lines.push('', holderLine(pool));
    lines.push(...pool.warned.map((each) => customerLine('提醒 · warned of', each)));
    lines.push(...pool.recycled.map((each) => customerLine('退回 · returned', each)));
  }
  lines.push('', `合计 · total: ${counted(sum(pools, 'warned'), sum(pools, 'recycled'))}`);
  if (changed !== undefined) lines.push(...changeLines(changed, pools));
  return `${lines.join('\n')}\n`;
}

/** The forecast for programs: one JSON object per holder and line. */
export function jsonReport({ nights, rule, changed, pools }: ReportOf): string {
  return pools
    .map((pool) => `${JSON.stringify({ ...nights, rule, ...(changed === undefined ? {} : { changed }), ...pool })}\n`)
    .join('');
}

function changeLines(rule: RecyclingRule, pools: readonly HolderForecast[]): readonly string[] {
  const lines = ['', `若规则改为 · if the rule were ${ruleText(rule)}:`];
  for (const pool of pools) {
    const { change } = pool;
    if (change === undefined || kinds.every((kind) => change[kind].length === 0)) continue;
    lines.push('', holderLine(pool));
    for (const kind of kinds) lines.push(...change[kind].map((each) => customerLine(changes[kind], each)));
  }
  const total = (kind: keyof ForecastChange): number =>
    pools.reduce((all, { change }) => all + (change?.[kind].length ?? 0), 0);
  return [...lines, '', `差别 · difference: ${kinds.map((kind) => `${changes[kind]} ${total(kind)}`).join('，')}`];
}

function nightsText({ from, until }: Nights): string {
  return from === until
    ? `${until} 凌晨 · the night that begins ${until}`
    : `${from} 至 ${until} 凌晨 · the nights that begin ${from} to ${until}`;
}

function ruleText({ contactDays, orderDays, warningDays }: RecyclingRule): string {
  const zh = `${contactDays} 个工作日未联系或 ${orderDays} 天未下单，提前 ${warningDays} 个工作日提醒`;
  const en = `${contactDays} working days without a contact or ${orderDays} days without an order, ${warningDays} working days of warning`;
  return `${zh} · ${en}`;
}

function holderLine({ holder, name, held }: HolderForecast): string {
  return `${name}（${holder}），客户 · customers ${held}`;
}

function customerLine(what: string, { customerId, name, on, lastDay, missing }: ForeseenRecycling): string {
  const { zh, en } = missingTexts[missing];
  return `  ${on}  ${what}  ${customerId}  ${name}  ${zh} · ${en}，期限 · last day ${lastDay}`;
}

function counted(warned: number, recycled: number): string {
  return `提醒 · warned of ${warned}，退回 · returned ${recycled}`;
}

function sum(pools: readonly HolderForecast[], kind: 'warned' | 'recycled'): number {
  return pools.reduce((all, pool) => all + pool[kind].length, 0);
}
