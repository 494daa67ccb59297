/** `npm run --silent recycle -- --dry-run`: which customers the nights would return to the public pool. Changes nothing. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { nightsUntil } from '../functions/contacts-api/forecast-recycling.ts';
import { calendarOf } from '../functions/shared/domain/calendar.ts';
import { SopError } from '../functions/shared/domain/errors.ts';
import { type RecyclingRule, recyclingRule, recyclingRuleOf } from '../functions/shared/domain/recycling.ts';
import { dayAt } from '../functions/shared/domain/working-days.ts';
import { forecastPools } from './recycle/forecast-pools.ts';
import { jsonReport, report } from './recycle/report.ts';
import { instantNamed } from './sla/report.ts';
import { onTable, sourceUsage } from './table-source.ts';

const usage = `npm run --silent recycle -- --dry-run [options]

  --dry-run        只预测，不改动 · foresees, changes nothing; nights recycle by themselves (docs/operations.md)
  --at TIME        到哪天夜里为止 · until which night: 2026-11-25, 2026-11-25T14:00:00+08:00 (tonight)
  --contact-days N 若改为 N 个工作日未联系 · what differs if it were N working days without a contact
  --order-days M   若改为 M 天未下单 · what differs if it were M days without an order
  --rule JSON      阶段现行的规则 · the stage's present rule, {"contactDays":15,"orderDays":90,"warningDays":3}
  --calendar FILE  阶段的工作日历（JSON） · the stage's working calendar as JSON (China's)
${sourceUsage}  --json           每个销售一行 JSON · one JSON object per holder and line
`;

/** Progress is shown when it takes longer, and then so often, in milliseconds. */
const PATIENCE = 2000;

try {
  await main(process.argv.slice(2));
} catch (error) {
  const said =
    error instanceof SopError
      ? `${error.text.zh} · ${error.text.en}`
      : error instanceof Error
        ? error.message
        : String(error);
  process.stderr.write(`${said}\n`);
  process.exitCode = 1;
}

async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'dry-run': { type: 'boolean', default: false },
      at: { type: 'string' },
      'contact-days': { type: 'string' },
      'order-days': { type: 'string' },
      rule: { type: 'string' },
      calendar: { type: 'string' },
      endpoint: { type: 'string' },
      data: { type: 'string' },
      aws: { type: 'boolean', default: false },
      stage: { type: 'string', default: 'prod' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  if (!values['dry-run']) {
    throw new Error(
      `只有系统在夜里回收客户，此命令须加 --dry-run · Only the nights recycle; add --dry-run\n\n${usage}`,
    );
  }
  const calendar = calendarOf(values.calendar === undefined ? undefined : readFileSync(values.calendar, 'utf8'));
  const rule = recyclingRuleOf(values.rule);
  const changed = changedRule(rule, values['contact-days'], values['order-days']);
  const until = values.at === undefined ? undefined : dayAt(instantNamed(values.at, calendar), calendar);
  const nights = nightsUntil(until, dayAt(new Date(), calendar));
  const pools = await onTable(values, (table) =>
    forecastPools(table, {
      present: { rule, calendar },
      changed: changed === undefined ? undefined : { rule: changed, calendar },
      nights,
      progress: progressFrom(Date.now()),
    }),
  );
  process.stdout.write((values.json ? jsonReport : report)({ nights, rule, changed, pools }));
}

/** @throws Error naming the option that is wrong */
function changedRule(
  rule: RecyclingRule,
  contactDays: string | undefined,
  orderDays: string | undefined,
): RecyclingRule | undefined {
  if (contactDays === undefined && orderDays === undefined) return undefined;
  const { data } = recyclingRule.safeParse({
    ...rule,
    ...(contactDays === undefined ? {} : { contactDays: Number(contactDays) }),
    ...(orderDays === undefined ? {} : { orderDays: Number(orderDays) }),
  });
  if (data !== undefined) return data;
  throw new Error(
    `--contact-days 为 ${rule.warningDays} 至 500 的整数，--order-days 为 1 至 3650 · --contact-days is ${rule.warningDays} to 500, --order-days 1 to 3650`,
  );
}

function progressFrom(started: number): (read: number) => void {
  let shown = started;
  return (read) => {
    const now = Date.now();
    if (now - shown < PATIENCE) return;
    shown = now;
    process.stderr.write(`已读取 ${read} 个客户 · ${read} customers read …\n`);
  };
}
