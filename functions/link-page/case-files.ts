import { attachmentRecords } from '../shared/adapters/attachment-records.ts';
import type { RecordsTable } from '../shared/adapters/records-table.ts';
import { s3Links } from '../shared/adapters/s3-links.ts';
import { s3Objects } from '../shared/adapters/s3-objects.ts';
import type { CaseFiles } from './task-files.ts';

/** The files of cases in their bucket, reached with what the table's client knows of region and credentials. */
export function caseFiles(table: RecordsTable, bucket: string): CaseFiles {
  const { region, credentials } = table.client.config;
  const surroundings = { region, credentials, endpoint: process.env.AWS_ENDPOINT_URL };
  return {
    attachments: attachmentRecords(table, s3Objects(bucket, surroundings)),
    links: s3Links(bucket, surroundings),
    // Only an upload needs it: most requests do not pay for loading it.
    sniff: async (content) => (await import('../take-reply/sniff-type.ts')).sniffType(content),
  };
}
