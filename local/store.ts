import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

const schema = `
  CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS mails (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, received_at INTEGER NOT NULL,
    sender TEXT NOT NULL, subject TEXT NOT NULL, message_id TEXT NOT NULL, source BLOB NOT NULL
  );
  CREATE TABLE IF NOT EXISTS mail_recipients (
    address TEXT NOT NULL, number INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (address, number)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS recipients_of_mail ON mail_recipients (number, position);
  CREATE TABLE IF NOT EXISTS deliveries (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, target TEXT NOT NULL, payload TEXT NOT NULL,
    options TEXT NOT NULL, first_at INTEGER NOT NULL, due_at INTEGER NOT NULL, attempts INTEGER NOT NULL
  );
  CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (due_at);
  CREATE TABLE IF NOT EXISTS stream_positions (
    mapping TEXT NOT NULL, shard TEXT NOT NULL, sequence TEXT NOT NULL, PRIMARY KEY (mapping, shard)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS told_statuses (execution TEXT PRIMARY KEY, status TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS messages (
    number INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL,
    attributes TEXT NOT NULL, sent_at INTEGER NOT NULL, visible_at INTEGER NOT NULL, receives INTEGER NOT NULL,
    first_received_at INTEGER, receipt TEXT
  );
  CREATE INDEX IF NOT EXISTS messages_visible ON messages (queue, visible_at);
  CREATE TABLE IF NOT EXISTS objects (
    number INTEGER PRIMARY KEY AUTOINCREMENT, bucket TEXT NOT NULL, key TEXT NOT NULL, version TEXT NOT NULL,
    etag TEXT NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL, headers TEXT NOT NULL, file TEXT NOT NULL,
    latest INTEGER NOT NULL, deleted INTEGER NOT NULL, locked_until INTEGER NOT NULL, UNIQUE (bucket, key, version)
  );
  CREATE TABLE IF NOT EXISTS sign_in_grants (
    hash TEXT PRIMARY KEY, content TEXT NOT NULL, until INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS accounts (user TEXT PRIMARY KEY, person TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS fired_schedules (rule TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
`;

export type Row = Readonly<Record<string, unknown>>;

/**
 * The local run's own durable records: mails, undelivered events, stream positions, queues, secrets.
 * A write that has returned survives the process being killed.
 */
export class Store {
  private readonly db: DatabaseSync;
  private readonly prepared = new Map<string, ReturnType<DatabaseSync['prepare']>>();

  /** @param file path of the SQLite file; made with its folder when missing. */
  constructor(file: string) {
    mkdirSync(dirname(file), { recursive: true });
    this.db = new DatabaseSync(file);
    this.db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;');
    this.db.exec(schema);
  }

  /** Runs one statement. @returns the number of rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.statement(sql).run(...values).changes);
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.statement(sql).all(...values);
  }

  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.statement(sql).get(...values);
  }

  /** Does all of it or, when `work` throws, none. */
  transaction<T>(work: () => T): T {
    this.db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.db.exec('COMMIT');
      return result;
    } catch (error) {
      this.db.exec('ROLLBACK');
      throw error;
    }
  }

  /** A setting, made by `make` and kept when it is asked for the first time. */
  setting(name: string, make: () => string): string {
    const known = this.get('SELECT value FROM settings WHERE name = ?', name)?.value;
    if (typeof known === 'string') return known;
    const value = make();
    this.run('INSERT OR IGNORE INTO settings (name, value) VALUES (?, ?)', name, value);
    return String(this.get('SELECT value FROM settings WHERE name = ?', name)?.value ?? value);
  }

  close(): void {
    this.prepared.clear();
    this.db.close();
  }

  private statement(sql: string): ReturnType<DatabaseSync['prepare']> {
    const known = this.prepared.get(sql);
    if (known) return known;
    const statement = this.db.prepare(sql);
    this.prepared.set(sql, statement);
    return statement;
  }
}
