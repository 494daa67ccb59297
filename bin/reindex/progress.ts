import { SEGMENTS } from '../../functions/reindex-customers/reindex-customers.ts';
import type { IndexState, ReindexPhase } from '../../functions/shared/domain/index-generations.ts';

const told: Readonly<Record<ReindexPhase, (state: IndexState) => string>> = {
  SETTLED: () => '索引已就绪 · the index is settled',
  ANNOUNCED: () => '1/5 等待各处同时写入新旧索引 · waiting until everybody writes to both indexes',
  FILLING: ({ customers }) =>
    `2/5 正在写入新索引，已写入 ${customers} 个客户 · writing the new index, ${customers} customers so far`,
  SWITCHED: () => '3/5 等待各处改查新索引 · waiting until everybody reads the new index',
  RETIRED: () => '4/5 等待各处停止写入旧索引 · waiting until nobody writes to the old index',
  DROPPING: ({ items }) => `5/5 正在删除旧索引，已删除 ${items} 项 · deleting the old index, ${items} items so far`,
};

/** How far the index is, in one line: `1 → 1-2  2/5 … 37 %`. */
export function progressOf(state: IndexState): string {
  const { phase, serving, next } = state;
  const generations = next === undefined ? serving : `${serving} → ${next}`;
  const share = Math.floor((100 * state.segments) / SEGMENTS);
  const percent = phase === 'FILLING' || phase === 'DROPPING' ? `  ${share} %` : '';
  return `${generations}  ${told[phase](state)}${percent}`;
}
