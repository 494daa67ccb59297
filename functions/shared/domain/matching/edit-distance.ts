/** Damerau–Levenshtein distance of two sequences, adjacent transpositions counting one; stops counting at `limit`. */
export function editDistance(a: readonly string[] | string, b: readonly string[] | string, limit = 8): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let [aEnd, bEnd] = [a.length, b.length];
  while (aEnd > start && bEnd > start && a[aEnd - 1] === b[bEnd - 1]) [aEnd, bEnd] = [aEnd - 1, bEnd - 1];
  let beforeLast: number[] = [];
  let last = Array.from({ length: bEnd - start + 1 }, (_, j) => j);
  for (let i = start + 1; i <= aEnd; i++) {
    const row = [i - start];
    let least = i - start;
    for (let j = start + 1; j <= bEnd; j++) {
      const at = j - start;
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[at] ?? 0) + 1, (row[at - 1] ?? 0) + 1, (last[at - 1] ?? 0) + (same ? 0 : 1));
      if (i > start + 1 && at > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[at - 2] ?? 0) + 1);
      }
      row.push(cost);
      least = Math.min(least, cost);
    }
    // An exchange of neighbours skips a row: one more than the limit is beyond its reach.
    if (least > limit) return limit;
    beforeLast = last;
    last = row;
  }
  return Math.min(limit, last[bEnd - start] ?? limit);
}

/** True when `short` can be had from `long` by leaving characters out. */
export function isSubsequence(short: string, long: string): boolean {
  let position = 0;
  for (const character of short) {
    position = long.indexOf(character, position) + 1;
    if (position === 0) return false;
  }
  return true;
}
