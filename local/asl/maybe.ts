/** A value that is there already, or will be. Most expressions are evaluated without waiting; promises cost microtasks. */
export type Maybe<T> = T | Promise<T>;

/** Goes on with the value: at once when it is there. */
export function whenReady<T, R>(value: Maybe<T>, next: (value: T) => Maybe<R>): Maybe<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** Maps in order, one after the other, waiting only where a result has to be waited for. */
export function mapInOrder<T, R>(items: readonly T[], map: (item: T, index: number) => Maybe<R>): Maybe<R[]> {
  const results: R[] = [];
  for (const [index, item] of items.entries()) {
    const result = map(item, index);
    if (result instanceof Promise) return mapRest(items, map, results, result);
    results.push(result);
  }
  return results;
}

async function mapRest<T, R>(
  items: readonly T[],
  map: (item: T, index: number) => Maybe<R>,
  results: R[],
  pending: Promise<R>,
): Promise<R[]> {
  results.push(await pending);
  for (const [index, item] of items.entries()) {
    if (index >= results.length) results.push(await map(item, index));
  }
  return results;
}
