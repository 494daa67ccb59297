import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Row, Store } from '../../store.ts';
import type { BucketSpec } from '../../template/buckets.ts';
import { ServiceError } from '../aws/service-error.ts';

/** One version of an object. */
export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
  /** Hexadecimal MD5 of the content. */
  readonly etag: string;
  readonly size: number;
  /** Epoch milliseconds. */
  readonly lastModified: number;
  /** Headers given with the object and sent back with it: content type, `x-amz-meta-…`, … */
  readonly headers: Readonly<Record<string, string>>;
  readonly isLatest: boolean;
  readonly isDeleteMarker: boolean;
  /** Epoch milliseconds until which this version cannot be deleted; 0 without a lock. */
  readonly lockedUntil: number;
}

const headersSchema = z.record(z.string(), z.string());

/** Objects of S3 buckets: contents as files, all else in the store; durable once a put returns. */
export class ObjectStore {
  readonly buckets: readonly BucketSpec[];
  private readonly store: Store;
  private readonly folder: string;
  private readonly now: () => number;

  /** @param folder holds the contents. @param now epoch milliseconds. */
  constructor(buckets: readonly BucketSpec[], store: Store, folder: string, now: () => number) {
    this.buckets = buckets;
    this.store = store;
    this.folder = folder;
    this.now = now;
    mkdirSync(folder, { recursive: true });
  }

  /** @throws ServiceError `NoSuchBucket`. */
  bucket(name: string): BucketSpec {
    const bucket = this.buckets.find((candidate) => candidate.name === name);
    if (bucket) return bucket;
    throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', 404);
  }

  /** Puts a new object, or a new version of it. @param lockedUntil overrides the bucket's own retention. */
  put(
    bucket: BucketSpec,
    key: string,
    content: Uint8Array,
    headers: Readonly<Record<string, string>>,
    lockedUntil?: number,
  ): StoredObject {
    const file = randomUUID();
    writeFileSync(join(this.folder, file), content);
    const now = this.now();
    const versionId = bucket.versioned ? randomUUID().replaceAll('-', '') : 'null';
    const replaced = this.store.transaction(() => {
      const old = bucket.versioned ? [] : this.remove(bucket.name, key);
      this.store.run('UPDATE objects SET latest = 0 WHERE bucket = ? AND key = ?', bucket.name, key);
      this.store.run(
        'INSERT INTO objects (bucket, key, version, etag, size, modified, headers, file, latest, deleted, locked_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, 0, ?)',
        bucket.name,
        key,
        versionId,
        createHash('md5').update(content).digest('hex'),
        content.length,
        now,
        JSON.stringify(headers),
        file,
        lockedUntil ?? (bucket.lockedForMs === undefined ? 0 : now + bucket.lockedForMs),
      );
      return old;
    });
    this.forget(replaced);
    return this.head(bucket, key, versionId);
  }

  /** Describes an object. @param versionId the latest by default. @throws ServiceError `NoSuchKey`, `NoSuchVersion`. */
  head(bucket: BucketSpec, key: string, versionId?: string): StoredObject {
    const row =
      versionId === undefined
        ? this.store.get('SELECT * FROM objects WHERE bucket = ? AND key = ? AND latest = 1', bucket.name, key)
        : this.store.get(
            'SELECT * FROM objects WHERE bucket = ? AND key = ? AND version = ?',
            bucket.name,
            key,
            versionId,
          );
    const found = row === undefined ? undefined : asObject(row);
    if (versionId !== undefined && found === undefined) {
      throw new ServiceError('NoSuchVersion', 'The specified version does not exist.', 404);
    }
    if (found === undefined || found.isDeleteMarker || this.isExpired(bucket, found)) {
      throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
    }
    return found;
  }

  content(object: StoredObject): Buffer {
    const row = this.store.get(
      'SELECT file FROM objects WHERE bucket = ? AND key = ? AND version = ?',
      object.bucket,
      object.key,
      object.versionId,
    );
    return readFileSync(join(this.folder, String(row?.file)));
  }

  /** Latest objects whose key begins with `prefix`, in order of their keys. */
  list(bucket: BucketSpec, prefix: string): StoredObject[] {
    return this.store
      .all('SELECT * FROM objects WHERE bucket = ? AND latest = 1 AND deleted = 0 ORDER BY key', bucket.name)
      .map(asObject)
      .filter((object) => object.key.startsWith(prefix) && !this.isExpired(bucket, object));
  }

  /** Every version and delete marker, newest first for each key. */
  listVersions(bucket: BucketSpec, prefix: string): StoredObject[] {
    return this.store
      .all('SELECT * FROM objects WHERE bucket = ? ORDER BY key, number DESC', bucket.name)
      .map(asObject)
      .filter((object) => object.key.startsWith(prefix));
  }

  /**
   * Deletes as S3 does: with a version that version for good, else the object, of which a versioned bucket only marks it.
   * @returns the delete marker's version, where one was made. @throws ServiceError `AccessDenied` for a locked version.
   */
  delete(bucket: BucketSpec, key: string, versionId?: string): { markerVersion?: string } {
    if (versionId !== undefined) {
      const row = this.store.get(
        'SELECT * FROM objects WHERE bucket = ? AND key = ? AND version = ?',
        bucket.name,
        key,
        versionId,
      );
      if (row === undefined) return {};
      if (asObject(row).lockedUntil > this.now()) {
        throw new ServiceError('AccessDenied', 'Access Denied because object protected by object lock.', 403);
      }
      this.forget(this.store.transaction(() => this.removeVersion(bucket.name, key, versionId)));
      return {};
    }
    if (!bucket.versioned) {
      this.forget(this.store.transaction(() => this.remove(bucket.name, key)));
      return {};
    }
    const markerVersion = randomUUID().replaceAll('-', '');
    this.store.transaction(() => {
      this.store.run('UPDATE objects SET latest = 0 WHERE bucket = ? AND key = ?', bucket.name, key);
      this.store.run(
        "INSERT INTO objects (bucket, key, version, etag, size, modified, headers, file, latest, deleted, locked_until) VALUES (?, ?, ?, '', 0, ?, '{}', '', 1, 1, 0)",
        bucket.name,
        key,
        markerVersion,
        this.now(),
      );
    });
    return { markerVersion };
  }

  private remove(bucket: string, key: string): string[] {
    const files = this.store.all('SELECT file FROM objects WHERE bucket = ? AND key = ?', bucket, key);
    this.store.run('DELETE FROM objects WHERE bucket = ? AND key = ?', bucket, key);
    return files.map(({ file }) => String(file));
  }

  private removeVersion(bucket: string, key: string, versionId: string): string[] {
    const where = 'bucket = ? AND key = ? AND version = ?';
    const files = this.store.all(`SELECT file FROM objects WHERE ${where}`, bucket, key, versionId);
    this.store.run(`DELETE FROM objects WHERE ${where}`, bucket, key, versionId);
    this.store.run(
      'UPDATE objects SET latest = 1 WHERE number = (SELECT MAX(number) FROM objects WHERE bucket = ? AND key = ?)',
      bucket,
      key,
    );
    return files.map(({ file }) => String(file));
  }

  private forget(files: readonly string[]): void {
    for (const file of files) if (file !== '') rmSync(join(this.folder, file), { force: true });
  }

  private isExpired(bucket: BucketSpec, object: StoredObject): boolean {
    const age = this.now() - object.lastModified;
    return bucket.expirations.some(({ prefix, afterMs }) => object.key.startsWith(prefix) && age > afterMs);
  }
}

function asObject(row: Row): StoredObject {
  return {
    bucket: String(row.bucket),
    key: String(row.key),
    versionId: String(row.version),
    etag: String(row.etag),
    size: Number(row.size),
    lastModified: Number(row.modified),
    headers: headersSchema.parse(JSON.parse(String(row.headers))),
    isLatest: row.latest === 1,
    isDeleteMarker: row.deleted === 1,
    lockedUntil: Number(row.locked_until),
  };
}
