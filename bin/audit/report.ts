import type { AuditBreak } from '../../functions/shared/domain/audit-check.ts';
import type { Fact } from '../../functions/shared/domain/history.ts';
import type { AuditedCase } from './audit-case.ts';

/** What was found, for a person or, with `json`, for a program; ends in a line that says whether all is as it was written. */
export function report({ caseId, facts, entries, copiesCompared, breaks, late }: AuditedCase, json: boolean): string {
  const broken = new Map(breaks.map(({ place, what }) => [place, what]));
  const verdict = {
    caseId,
    facts: facts.length,
    entries: entries.length,
    copies: copiesCompared ? 'compared' : 'not compared',
    breaks: breaks.length,
    late: late.length,
  };
  if (json) {
    const lines = [
      ...facts.map((fact) => ({ ...fact, ...wrong(broken.get(`FACT#${fact.id}`)) })),
      ...breaks.map(({ place, what }) => ({ broken: place, what })),
      ...late.map(({ key, ...times }) => ({ late: key, ...times })),
      verdict,
    ];
    return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  }
  const lines = [
    ...facts.map(
      (fact) => `${line(fact)}${broken.has(`FACT#${fact.id}`) ? `  ✗ ${broken.get(`FACT#${fact.id}`)}` : ''}`,
    ),
    ...breaks.map(({ place, what }) => `✗ ${place}: ${meaning[what]}`),
    ...late.map(
      ({ key, states, writtenAt }) =>
        `注意 · note ${key}: 写入晚于所载时间 · states ${states}, but was written at ${writtenAt} or later`,
    ),
    `${breaks.length === 0 ? '完整 · intact' : `已损坏 · broken in ${breaks.length} places`}: ${caseId}, ${facts.length} facts, ${entries.length} entries, locked copies ${verdict.copies}`,
  ];
  return `${lines.join('\n')}\n`;
}

function wrong(what: AuditBreak['what'] | undefined): object {
  return what === undefined ? {} : { broken: what };
}

/** Who, on whose behalf, by which way, on which attempt or version. */
function line({ at, type, by, onBehalfOf, via, taskId, detail }: Fact): string {
  const who = by === undefined ? '' : `${by}${onBehalfOf ? ` (代 · for ${onBehalfOf.join(', ')})` : ''}`;
  const more = Object.entries(detail ?? {}).map(([name, value]) => `${name}=${value}`);
  return [at, type.padEnd(22), taskId, who, via && `via ${via}`, ...more].filter(Boolean).join('  ');
}

const meaning: Readonly<Record<AuditBreak['what'], string>> = {
  'entry missing': '链中缺失 · an entry of the chain was removed',
  'entry altered': '链中条目被改 · an entry of the chain was altered',
  'entry not linked to the one before': '链已断开 · the entry does not follow the one before it',
  'entry differs from its export': '与锁定副本不符 · the entry is not what its locked copy says',
  'entry not exported': '没有锁定副本 · the entry has no locked copy',
  'record removed': '记录被删 · the record was removed',
  'record altered': '记录被改 · the record was altered',
  'record never chained': '记录未入链 · the record is in no entry: written past the system, or seconds ago',
};
