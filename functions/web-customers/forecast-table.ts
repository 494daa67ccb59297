import { type Text, wording } from '../shared/domain/language.ts';
import { missingTexts } from '../shared/domain/recycling.ts';
import { csvLine } from '../shared/pages/csv-line.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import type { CustomersAsked } from './customers-world.ts';
import { foreseenCustomers, outcomeTitles } from './forecast-outcomes.ts';
import { forecastAddress, readForecast } from './forecast-wanted.ts';

const columns: readonly Text[] = [
  { zh: '销售', en: 'Salesperson' },
  { zh: '用户名', en: 'User name' },
  { zh: '客户编号', en: 'Customer number' },
  { zh: '公司名称', en: 'Company name' },
  { zh: '结果', en: 'What happens' },
  { zh: '现行规则下的日期', en: 'Day under the present rule' },
  { zh: '新规则下的日期', en: 'Day under the other rule' },
  { zh: '原因', en: 'Why' },
  { zh: '期限', en: 'Last day' },
];

/**
 * `GET /inbox/customers/forecast/csv`: the forecast's page as a table for a spreadsheet, one row for each customer (IN-10).
 * @throws SopError PoolNotYours (403)
 */
export async function downloadForecast(asked: CustomersAsked): Promise<PageAnswer> {
  const { language } = asked;
  const { wanted, forecast } = await readForecast(asked);
  if (forecast === undefined) return seeOther(forecastAddress(wanted));
  const rows = forecast.items.flatMap((pool) =>
    foreseenCustomers(pool).map((each) => [
      pool.name,
      pool.owner,
      each.customerId,
      each.name,
      wording(outcomeTitles[each.outcome], language),
      each.presentOn ?? '',
      each.changedOn ?? '',
      wording(missingTexts[each.missing], language),
      each.lastDay,
    ]),
  );
  const lines = [columns.map((column) => wording(column, language)), ...rows].map(csvLine);
  return {
    status: 200,
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="recycling-${forecast.until}.csv"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    },
    // With a byte order mark, for Excel.
    body: `\uFEFF${lines.join('')}`,
  };
}
