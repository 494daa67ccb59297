import type { DynamoDBStreamEvent } from 'aws-lambda';
import { auditRecords } from '../shared/adapters/audit-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { s3Objects } from '../shared/adapters/s3-objects.ts';
import { lambda } from '../shared/runtime/lambda.ts';
import { observer } from '../shared/runtime/observer.ts';
import { copyKey, env } from './contract.ts';
import { type ExportAuditWorld, exportAudit } from './export-audit.ts';
import { writtenRecords } from './written-records.ts';

/** Fed by the table's stream with the facts and document versions that are written, and with their changes. */
export const handler = lambda({
  env,
  wire: ({ RECORDS_TABLE, AUDIT_BUCKET }): ExportAuditWorld => {
    const table = recordsTable(RECORDS_TABLE);
    const { region, credentials } = table.client.config;
    const copies = s3Objects(AUDIT_BUCKET, { region, credentials, endpoint: process.env.AWS_ENDPOINT_URL });
    return {
      chains: auditRecords(table),
      copy: (entry) => copies.putOnce(copyKey(entry), Buffer.from(JSON.stringify(entry)), 'application/json'),
      observer,
    };
  },
  run: (world, event: DynamoDBStreamEvent) => exportAudit(world, writtenRecords(event)),
});
