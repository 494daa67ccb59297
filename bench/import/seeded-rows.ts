import { registeredNames } from '../duplicates/register-names.ts';
import { retyped } from '../duplicates/retyped.ts';

/** So many customers go into one pool, which holds 400 and is to have room for what is entered twice by mistake. */
const ROWS_IN_POOL = 370;

/** One customer in so many comes once more. */
const EVERY = 20;

export const header = ['公司名称', '座机', '传真', '地址', '城市', '销售'];

export interface SeededRow {
  readonly cells: readonly string[];
  readonly holder: string;
  /** The place among the rows of the one whose customer this is another spelling of, under another number. */
  readonly repeats?: number;
}

/**
 * `count` customers of a register with numbers and addresses of their own, and one in twenty once more: half of these right
 * after their customer, so that both are entered at the same moment, half at the end of the file.
 */
export async function seededRows(file: string | undefined, count: number): Promise<readonly SeededRow[]> {
  const rows: SeededRow[] = [];
  const last: SeededRow[] = [];
  let at = 0;
  for await (const customer of registeredNames(file, count)) {
    const holder = `sales.${Math.floor(at / ROWS_IN_POOL)}`;
    const row = (name: string, number: number): SeededRow => {
      const [landline, fax] = [0, 1].map((one) => `010-${20_000_000 + number * 2 + one}`);
      const address = `${customer.city}人民路${number + 1}号`;
      return { cells: [name, landline ?? '', fax ?? '', address, customer.city, holder], holder };
    };
    rows.push(row(customer.name, at));
    if (at % EVERY === EVERY - 1) {
      const turn = Math.floor(at / EVERY);
      const again = { ...row(retyped(customer, turn), count + turn), repeats: rows.length - 1 };
      (turn % 2 === 0 ? rows : last).push(again);
    }
    at += 1;
  }
  return [...rows, ...last];
}
