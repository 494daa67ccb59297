import { personRecords } from '../../functions/shared/adapters/person-records.ts';
import type { RecordsTable } from '../../functions/shared/adapters/records-table.ts';
import { recyclingRecords } from '../../functions/shared/adapters/recycling-records.ts';
import type { Customer } from '../../functions/shared/domain/customer.ts';
import type { RecyclingTerms } from '../../functions/shared/domain/recycling.ts';
import {
  type ForecastChange,
  forecastChange,
  type Nights,
  type PoolForecast,
  poolForecast,
} from '../../functions/shared/domain/recycling-forecast.ts';

/** What the nights will do with the customers of one holder. */
export interface HolderForecast extends PoolForecast {
  readonly holder: string;
  readonly name: string;
  readonly held: number;
  /** Under the rule that is tried out, where one is. */
  readonly change?: ForecastChange;
}

export interface ForecastQuestion {
  readonly present: RecyclingTerms;
  readonly changed?: RecyclingTerms | undefined;
  readonly nights: Nights;
  /** Told of how many customers have been read so far. */
  readonly progress: (read: number) => void;
}

/** What the nights will do with every customer of a private pool, holder by holder. Only reads (IN-10). */
export async function forecastPools(
  table: RecordsTable,
  { present, changed, nights, progress }: ForecastQuestion,
): Promise<readonly HolderForecast[]> {
  const pools = new Map<string, Customer[]>();
  let read = 0;
  for await (const batch of recyclingRecords(table).placed()) {
    for (const { customer } of batch) {
      const pool = pools.get(customer.holder);
      if (pool === undefined) pools.set(customer.holder, [customer]);
      else pool.push(customer);
    }
    read += batch.length;
    progress(read);
  }
  const people = personRecords(table);
  const found: HolderForecast[] = [];
  for (const [holder, customers] of [...pools].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const name = (await people.get(holder))?.name ?? holder;
    const change = changed === undefined ? undefined : forecastChange(customers, { present, changed }, nights);
    const forecast = poolForecast(customers, present, nights);
    found.push({ holder, name, held: customers.length, ...forecast, ...(change === undefined ? {} : { change }) });
  }
  return found;
}
