import { amountInCapitals, LARGEST_IN_CAPITALS } from '../domain/amount-in-capitals.ts';
import { type DocumentKind, quoteLine } from '../domain/documents.ts';
import { lineAmount, shareOf, sumOf, toAmount, toFen } from '../domain/money.ts';
import { type Field, fieldsOf } from './form-field.ts';
import { fromValues, type Values } from './form-values.ts';

/** Whether a document has sums that can be worked out from the rest of it. */
export function hasSums(kind: DocumentKind): boolean {
  return kind === 'quote' || kind === 'contract' || kind === 'order';
}

/**
 * Works out the sums of a form from what is typed, where that can be read: line amounts, tax, total, the total in
 * capitals, and the only payment. What can't be worked out stays as it is typed.
 */
export function calculated(kind: DocumentKind, values: Values): Values {
  if (!hasSums(kind)) return values;
  const fields = fieldsOf(kind);
  const content = fromValues(fields, values);
  const sums = kind === 'order' ? orderSums(content) : lineSums(content);
  const has = (name: string): boolean => fields.some((field: Field) => field.key === name.split('.')[0]);
  return new Map([...values, ...sums.filter(([name]) => has(name))]);
}

type Sums = readonly (readonly [name: string, value: string])[];

function orderSums(content: Record<string, unknown>): Sums {
  const [net, tax] = [fenOf(content.net), fenOf(content.tax)];
  return net === undefined || tax === undefined ? [] : [['total', toAmount(net + tax)]];
}

function lineSums(content: Record<string, unknown>): Sums {
  const lines: readonly unknown[] = Array.isArray(content.lines) ? content.lines : [];
  const amounts = lines.map((line) => {
    const { data } = quoteLine.safeParse({ ...Object(line), amount: '0' });
    return data === undefined ? undefined : lineAmount(data);
  });
  const filled: Sums = amounts.flatMap((amount, row) =>
    amount === undefined ? [] : [[`lines.${row}.amount`, toAmount(amount)] as const],
  );
  const known = amounts.filter((amount) => amount !== undefined);
  const taxRate = content.taxRate;
  if (known.length === 0 || known.length < amounts.length || typeof taxRate !== 'number') return filled;
  const net = sumOf(known);
  const tax = shareOf(net, taxRate);
  const total = net + tax;
  const payments: readonly unknown[] = Array.isArray(content.payments) ? content.payments : [];
  return [
    ...filled,
    ['tax', toAmount(tax)],
    ['total', toAmount(total)],
    ...(total > LARGEST_IN_CAPITALS ? [] : [['totalInCapitals', amountInCapitals(total)] as const]),
    ...(payments.length === 1 ? [['payments.0.amount', toAmount(total)] as const] : []),
  ];
}

function fenOf(amount: unknown): bigint | undefined {
  return typeof amount === 'string' && /^\d{1,12}(\.\d{1,2})?$/.test(amount) ? toFen(amount) : undefined;
}
