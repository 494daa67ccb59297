/** `npm run --silent sla -- --at TIME`: what the working-time sweep would do until then, and when. Changes nothing. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { calendarOf } from '../functions/shared/domain/calendar.ts';
import { forecastTable } from './sla/forecast-table.ts';
import { instantNamed, report, uncertainty } from './sla/report.ts';
import { onTable, sourceUsage } from './table-source.ts';

const usage = `npm run --silent sla -- --at TIME [options]

  --at TIME        到何时为止 · until when: 2026-11-25, "2026-11-25 14:00", 2026-11-25T14:00:00+08:00
${sourceUsage}  --calendar FILE  阶段的工作日历（JSON） · the stage's working calendar as JSON (China's)
  --json           每行一个 JSON · one JSON object per line
`;

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      at: { type: 'string' },
      endpoint: { type: 'string' },
      data: { type: 'string' },
      aws: { type: 'boolean', default: false },
      stage: { type: 'string', default: 'prod' },
      calendar: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  if (values.at === undefined) throw new Error(usage);
  const calendar = calendarOf(values.calendar === undefined ? undefined : readFileSync(values.calendar, 'utf8'));
  const until = instantNamed(values.at, calendar);
  const now = new Date().toISOString();
  const span = { from: now < until ? now : until, until };
  process.stderr.write(uncertainty(until, calendar));
  await onTable(values, async (table) => {
    process.stdout.write(report(await forecastTable(table, calendar, span), calendar, values.json));
  });
}
