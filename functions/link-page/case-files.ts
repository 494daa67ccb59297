import type { RecordsTable } from '../shared/adapters/records-table.ts';
import { s3Links } from '../shared/adapters/s3-links.ts';
import { taskFiles } from '../tasks-api/task-files.ts';
import type { CaseFiles } from './task-files.ts';

/** The files of cases in their bucket, reached with what the table's client knows of region and credentials. */
export function caseFiles(table: RecordsTable, bucket: string): CaseFiles {
  const { region, credentials } = table.client.config;
  const links = s3Links(bucket, { region, credentials, endpoint: process.env.AWS_ENDPOINT_URL });
  return { ...taskFiles(table, bucket), links };
}
