import type { AnyName } from './any-name.ts';
import { isSubsequence } from './edit-distance.ts';

/** Left out of most short names; what is left has to be there in the long one. */
const legalWords = /股份|有限|责任|公司|集团|[()]/gu;

function bare({ name }: AnyName): string {
  return name.folded.replace(legalWords, '');
}

/** True when the first name is the second with characters left out, legal forms apart: 兰州银行, 兰州市商业银行. */
export function leavesOut(short: AnyName, long: AnyName): boolean {
  return isSubsequence(bare(short), bare(long));
}
