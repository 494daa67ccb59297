import { attachmentRecords } from '../shared/adapters/attachment-records.ts';
import type { RecordsTable } from '../shared/adapters/records-table.ts';
import { s3Forms } from '../shared/adapters/s3-forms.ts';
import { s3Objects } from '../shared/adapters/s3-objects.ts';
import { s3Uploads } from '../shared/adapters/s3-staging.ts';
import { uploadRecords } from '../shared/adapters/upload-records.ts';
import type { TaskFiles } from './judge-upload.ts';

/** The files of tasks in their bucket, reached with what the table's client knows of region and credentials. */
export function taskFiles(table: RecordsTable, bucket: string): TaskFiles {
  const { region, credentials } = table.client.config;
  const surroundings = { region, credentials, endpoint: process.env.AWS_ENDPOINT_URL };
  const objects = s3Objects(bucket, surroundings);
  return {
    attachments: attachmentRecords(table, objects),
    uploads: uploadRecords(table, objects, {
      address: s3Uploads(bucket, surroundings),
      form: s3Forms(bucket, surroundings),
    }),
    // Only a completed upload needs it: most requests do not pay for loading it.
    sniff: async (content) => (await import('../take-reply/sniff-type.ts')).sniffType(content),
  };
}
