import type {
  CustomerImport,
  CustomerImports,
  FileContent,
  ImportClashes,
  ImportLinks,
  ImportObjects,
} from '../../functions/shared/domain/customer-import.ts';
import {
  noLanes,
  noRows,
  type RowCounts,
  rowOutcomes,
  triedLanes,
} from '../../functions/shared/domain/customer-import.ts';

/** The in-memory twins of imports, of their objects, and of the addresses of those. */
export function memoryImports(): {
  readonly imports: CustomerImports;
  readonly objects: ImportObjects;
  readonly importLinks: ImportLinks;
} {
  const all = new Map<string, CustomerImport>();
  const clashes = new Map<string, ImportClashes>();
  const speakers = new Map<string, string>();
  const stored = new Map<string, Uint8Array>();
  const move = (id: string, from: CustomerImport['status'], change: Partial<CustomerImport>): boolean => {
    const one = all.get(id);
    if (one?.status !== from) return false;
    all.set(id, { ...one, ...change });
    return true;
  };
  const underWay = (id: string): CustomerImport | undefined => {
    const one = all.get(id);
    return one?.status === 'READING' || one?.status === 'ENTERING' ? one : undefined;
  };
  /** As `move`; it is stopped no more. */
  const moveOn = (id: string, from: CustomerImport['status'] | undefined, change: Partial<CustomerImport>): boolean => {
    const one = all.get(id);
    if (one === undefined || one.status !== from) return false;
    const { stopped: _, ...rest } = one;
    all.set(id, { ...rest, ...change });
    return true;
  };
  return {
    imports: {
      async create(one) {
        if (all.has(one.id)) return false;
        all.set(one.id, structuredClone(one));
        return true;
      },
      get: async (id) => structuredClone(all.get(id)),
      async list(of, { limit, cursor }) {
        const found = [...all.values()]
          .filter(({ by }) => of === 'all' || by === of.by)
          .sort((a, b) => (`${a.createdAt}#${a.id}` < `${b.createdAt}#${b.id}` ? 1 : -1));
        const from = Number(cursor ?? 0);
        const items = structuredClone(found.slice(from, from + limit));
        return { items, ...(from + limit < found.length ? { cursor: String(from + limit) } : {}) };
      },
      start: async (id, dryRun) =>
        move(id, 'AWAITING_FILE', { status: 'READING', ...(dryRun ? { dryRun, lanes: [...triedLanes] } : {}) }),
      async enterTried(id, attempt) {
        const one = all.get(id);
        if (one?.status !== 'TRIED' || one.attempt !== attempt) return false;
        const { dryRun: _, parts: __, rows: ___, endedAt: ____, ...rest } = one;
        all.set(id, { ...rest, status: 'READING', attempt: attempt + 1, lanes: [...noLanes], counts: noRows });
        return true;
      },
      read: async (id, parts, rows) => move(id, 'READING', { status: 'ENTERING', parts, rows }),
      async countPart(id, { attempt, lane, done }, counts) {
        const one = all.get(id);
        if (one?.status !== 'ENTERING' || one.attempt !== attempt || one.lanes[lane] !== done) return false;
        return move(id, 'ENTERING', { lanes: one.lanes.with(lane, done + 1), counts: sum(one.counts, counts) });
      },
      finish: async (id, endedAt, as = 'DONE') => moveOn(id, 'ENTERING', { status: as, endedAt }),
      async stop(id, attempt, stopped) {
        const one = underWay(id);
        if (one === undefined || one.attempt > attempt) return false;
        all.set(id, { ...one, attempt, stopped });
        return true;
      },
      async resume(id, attempt) {
        if (underWay(id)?.attempt !== attempt) return false;
        return moveOn(id, underWay(id)?.status, { attempt: attempt + 1 });
      },
      async tellClashes(one) {
        const key = `${one.importId} ${one.holder}`;
        if (!clashes.has(key)) clashes.set(key, structuredClone(one));
      },
      clashes: async (importId, holder) => structuredClone(clashes.get(`${importId} ${holder}`)),
      async toldClashes(importId, holder) {
        const found = clashes.get(`${importId} ${holder}`);
        if (found !== undefined) clashes.set(`${importId} ${holder}`, { ...found, told: true });
      },
      async speaksFor(importId, applicationId) {
        if (!speakers.has(importId)) speakers.set(importId, applicationId);
        return speakers.get(importId) === applicationId;
      },
      refuse: async (id, { zh, en }, endedAt) =>
        moveOn(id, 'READING', { status: 'REFUSED', refusal: { zh, en }, endedAt }),
    },
    objects: {
      async open(key) {
        const content = stored.get(key);
        return content === undefined ? undefined : inPieces(content);
      },
      get: async (key) => stored.get(key),
      async put(key, content) {
        stored.set(key, Uint8Array.from(content));
      },
    },
    importLinks: {
      upload: async (key) => `https://files.example.com/${key}?put`,
      download: async (key, name) => `https://files.example.com/${key}?as=${name}`,
    },
  };
}

/** The content as a bucket gives it: in pieces that end where they like. */
export function inPieces(content: Uint8Array, size = 50_001): FileContent {
  return async function* () {
    for (let at = 0; at < content.byteLength; at += size) yield content.subarray(at, at + size);
  };
}

function sum(a: RowCounts, b: RowCounts): RowCounts {
  const counts = { ...a };
  for (const each of rowOutcomes) counts[each] += b[each];
  return counts;
}
