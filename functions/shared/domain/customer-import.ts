import * as z from 'zod/mini';
import type { Text } from './language.ts';
import type { Page, PageRequest } from './ports.ts';

/** What became of a row of an imported file. */
export const rowOutcomes = ['entered', 'duplicate', 'asked', 'unconfirmed', 'full', 'invalid'] as const;
export type RowOutcome = (typeof rowOutcomes)[number];

/** What the outcomes are called, in few words, where a file was only tried and they differ. */
export const triedOutcomeTitles: Readonly<Partial<Record<RowOutcome, Text>>> = {
  entered: { zh: '可录入', en: 'can be entered' },
  asked: { zh: '需审批', en: 'needs approval' },
};

/** What the outcomes are called, in few words. */
export const rowOutcomeTitles: Readonly<Record<RowOutcome, Text>> = {
  entered: { zh: '已录入', en: 'entered' },
  duplicate: { zh: '重复', en: 'duplicate' },
  asked: { zh: '待审批', en: 'asked' },
  unconfirmed: { zh: '待核实', en: 'unconfirmed' },
  full: { zh: '仓库已满', en: 'pool full' },
  invalid: { zh: '无效', en: 'invalid' },
};

const count = z.int().check(z.minimum(0));

/** How many rows came to what. */
export const rowCounts = z.object({
  entered: count,
  duplicate: count,
  asked: count,
  unconfirmed: count,
  full: count,
  invalid: count,
});
export type RowCounts = z.infer<typeof rowCounts>;

export const noRows: RowCounts = { entered: 0, duplicate: 0, asked: 0, unconfirmed: 0, full: 0, invalid: 0 };

/** `TRIED`: it is told what would become of the rows, and nothing is entered. */
export const importStatuses = ['AWAITING_FILE', 'READING', 'ENTERING', 'TRIED', 'DONE', 'REFUSED'] as const;

/** How an execution of the machine may end before the import does. */
export const importStops = ['failed', 'timed-out', 'aborted'] as const;

/** An execution that ended before the import did. */
export const importStop = z.object({
  at: z.iso.datetime(),
  how: z.enum(importStops),
  /** The error's name, where there was one. */
  error: z.optional(z.string()),
});
export type ImportStop = z.infer<typeof importStop>;

/** A file of customers on its way in. */
export const customerImport = z.object({
  id: z.string(),
  by: z.string(),
  /** Whether `by` may name other salespeople's pools, settled when the import was made. */
  forOthers: z.boolean(),
  fileName: z.string(),
  format: z.enum(['csv', 'xlsx']),
  status: z.enum(importStatuses),
  createdAt: z.iso.datetime(),
  /** Rows of the file without its header; known once it is read. */
  rows: z.optional(count),
  /** The parts the rows were put into. */
  parts: z.optional(count),
  /** How many parts of each lane are entered. */
  lanes: z.array(count),
  counts: rowCounts,
  /** Why a file was refused, and what to do. */
  refusal: z.optional(z.object({ zh: z.string(), en: z.string() })),
  /** Whether it is only tried. */
  dryRun: z.optional(z.boolean()),
  /** How often the machine was started for it. */
  attempt: z._default(z.int().check(z.minimum(1)), 1),
  /** How the last of its executions stopped; absent while one is under way. */
  stopped: z.optional(importStop),
  /** When it was done, tried or refused. */
  endedAt: z.optional(z.iso.datetime()),
});
export type CustomerImport = z.infer<typeof customerImport>;

/** Whether it waits for somebody to have it go on. */
export function isStopped({ status, stopped }: CustomerImport): boolean {
  return stopped !== undefined && (status === 'READING' || status === 'ENTERING');
}

/** So many days uploaded files, their rows and results are kept. */
export const IMPORT_KEPT_DAYS = 90;

/** The instant from which what was kept of it on the day `from` is gone. */
export function goneFrom(from: string): Date {
  return new Date(Date.parse(from) + IMPORT_KEPT_DAYS * 86_400_000);
}

/** The name of the execution that is started for it the `attempt`-th time. */
export function executionName(id: string, attempt: number): string {
  return attempt === 1 ? id : `${id}-${attempt}`;
}

/** The import an execution of that name was started for, and the how manieth time; undefined for names of other kinds. */
export function executionOf(name: string): { readonly id: string; readonly attempt: number } | undefined {
  const [, id, attempt = '1'] = /^(I-[0-9A-Z]+)(?:-([1-9]\d{0,5}))?$/.exec(name) ?? [];
  return id === undefined ? undefined : { id, attempt: Number(attempt) };
}

/** Parts are entered in lanes at the same time, each a stretch of the file: neighbours are often of one pool. */
export const LANES = 4;
export const noLanes: readonly number[] = Array.from({ length: LANES }, () => 0);

/** What is only tried goes through one lane: rows find those before them that would be entered. */
export const triedLanes: readonly number[] = [0];

/** The part a lane is to enter next; undefined when it is through with its own. */
export function nextPart(
  { parts = 0, lanes }: Pick<CustomerImport, 'parts' | 'lanes'>,
  lane: number,
): number | undefined {
  const done = lanes[lane];
  if (done === undefined) return undefined;
  const part = Math.floor((lane * parts) / lanes.length) + done;
  return part < Math.floor(((lane + 1) * parts) / lanes.length) ? part : undefined;
}

/** So many rows are named in a mail about an import; the rest are counted. */
export const MOST_CLASHES_NAMED = 200;

/** IN-3: the rows of an import that are customers of `holder`, told in one mail once the import is done. */
export const importClashes = z.object({
  importId: z.string(),
  holder: z.string(),
  /** Who imported, and when the import was made. */
  by: z.string(),
  at: z.iso.datetime(),
  /** How many rows there are. */
  rows: count,
  /** The first of them, at most `MOST_CLASHES_NAMED`. */
  clashes: z.array(z.object({ customerId: z.string(), finder: z.string(), typedName: z.string() })),
  told: z.boolean(),
});
export type ImportClashes = z.infer<typeof importClashes>;

/** Where an import's objects are in the bucket of documents. */
const folder = (id: string): string => `imports/${id}`;
const numbered = (part: number): string => String(part).padStart(6, '0');
export const uploadKey = (id: string): string => `${folder(id)}/upload`;
export const rowsKey = (id: string, part: number): string => `${folder(id)}/rows/${numbered(part)}.json`;
export const resultPartKey = (id: string, part: number): string => `${folder(id)}/results/${numbered(part)}.csv`;
export const clashesKey = (id: string, part: number): string => `${folder(id)}/clashes/${numbered(part)}.json`;
export const resultKey = (id: string): string => `${folder(id)}/result.csv`;

/** Whose results these are: a trial's are beside those of the import it may become. */
export function resultsOf({ id, dryRun = false }: Pick<CustomerImport, 'id' | 'dryRun'>): string {
  return dryRun ? `${id}/trial` : id;
}

/** The most bytes an uploaded file has: 100,000 rows are 10 to 20 MB. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** A part of a lane, as it is counted in. */
export interface CountedPart {
  readonly attempt: number;
  readonly lane: number;
  /** How many parts of the lane were before it. */
  readonly done: number;
}

/** The imports there are. */
export interface CustomerImports {
  /** False when its id is taken. */
  create(one: CustomerImport): Promise<boolean>;
  /** Never a stale one. */
  get(id: string): Promise<CustomerImport | undefined>;
  /** Newest first: those somebody made, or everybody's. */
  list(of: { readonly by: string } | 'all', page: PageRequest): Promise<Page<CustomerImport>>;
  /** `AWAITING_FILE → READING`, to be entered or only tried; false when it is past that. */
  start(id: string, dryRun: boolean): Promise<boolean>;
  /** `TRIED → READING`, from the beginning and to be entered now; `attempt` is that of the trial. False when it is past that. */
  enterTried(id: string, attempt: number): Promise<boolean>;
  /** `READING → ENTERING`, the file having been put into parts; false when it is past that. */
  read(id: string, parts: number, rows: number): Promise<boolean>;
  /**
   * Counts the lane's part in that comes after `done` others, once; false when it was counted before, or when the import was
   * started once more since.
   */
  countPart(id: string, part: CountedPart, counts: RowCounts): Promise<boolean>;
  /** `ENTERING → DONE`, or `TRIED`, at the instant `at`; false when it is past that. */
  finish(id: string, at: string, as?: 'DONE' | 'TRIED'): Promise<boolean>;
  /** Records that its `attempt`-th execution stopped; false when it has ended, or was started once more since. */
  stop(id: string, attempt: number, stop: ImportStop): Promise<boolean>;
  /** Records that it was started once more after its `attempt`-th execution; false when that is on record already. */
  resume(id: string, attempt: number): Promise<boolean>;
  /** Has the holder told of the clashes; they are there already and stay where an import is ended again. */
  tellClashes(clashes: ImportClashes): Promise<void>;
  /** The clashes of an import with a holder's customers as they are now; never stale ones. */
  clashes(importId: string, holder: string): Promise<ImportClashes | undefined>;
  /** Records that the holder has been mailed. */
  toldClashes(importId: string, holder: string): Promise<void>;
  /**
   * Whether the approval group is asked by this application's mail: of all those of an import one speaks for the others,
   * always the same.
   */
  speaksFor(importId: string, applicationId: string): Promise<boolean>;
  /** `READING → REFUSED` at the instant `at`; false when it is past that. */
  refuse(id: string, refusal: Text, at: string): Promise<boolean>;
}

/** A file's bytes from the beginning, piece by piece, as often as it is called; each is read when it is asked for. */
export type FileContent = () => AsyncIterable<Uint8Array>;

/** The objects of imports. */
export interface ImportObjects {
  /** Undefined when there is none of that key. @throws Error `ObjectTooLarge` when it is larger than `limit` bytes */
  open(key: string, limit: number): Promise<FileContent | undefined>;
  get(key: string, limit: number): Promise<Uint8Array | undefined>;
  put(key: string, content: Uint8Array, type: string): Promise<void>;
}

/** Signed addresses of imports' objects. */
export interface ImportLinks {
  /** Takes the file by one PUT. */
  upload(key: string): Promise<string>;
  /** Gives the object as a file of that name. */
  download(key: string, name: string): Promise<string>;
}
