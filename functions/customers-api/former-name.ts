import type { Finding } from '../shared/domain/matching/explain.ts';

/**
 * Says first which name the findings after it are about, where that is not the customer's present one: else they make no
 * sense beside it.
 * @param foundAs a former name (曾用名), or the name of a record that was merged into the customer
 */
export function comparedBy(foundAs: string, { merged }: { readonly merged: boolean }): Finding {
  return {
    fact: 'name',
    strength: 'some',
    zh: merged ? `按已并入该客户的“${foundAs}”比较` : `按曾用名“${foundAs}”比较`,
    en: merged
      ? `compared with ${foundAs}, a record that was merged into this customer`
      : `compared with its former name ${foundAs}`,
  };
}
