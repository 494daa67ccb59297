import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { type AuditChains, type AuditEntry, auditEntry } from '../domain/audit.ts';
import { parseItem, toItem } from './item.ts';
import { casePartition } from './keys.ts';
import { type Key, putNew, type RecordsTable } from './records-table.ts';
import { attempt } from './transient.ts';

const auditPrefix = 'AUDIT#';

function auditKey({ caseId, number }: Pick<AuditEntry, 'caseId' | 'number'>): Key {
  return { pk: casePartition(caseId), sk: `${auditPrefix}${String(number).padStart(6, '0')}` };
}

/** So many entries back a record handed over again is known to be chained; beyond, it would be chained a second time. */
const LOOK_BACK = 20;

/** The chains of the cases in the Records table: one item per entry, its number in the key, so that each is written once. */
export function auditRecords(table: RecordsTable): AuditChains {
  return {
    async latest(caseId) {
      const answer = await attempt(() =>
        table.client.send(
          new QueryCommand({
            TableName: table.name,
            KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
            ExpressionAttributeValues: { ':pk': { S: casePartition(caseId) }, ':prefix': { S: auditPrefix } },
            ConsistentRead: true,
            ScanIndexForward: false,
            Limit: LOOK_BACK,
          }),
        ),
      );
      return (answer.Items ?? []).map((item) => parseItem(auditEntry, item)).reverse();
    },

    append: (entry: AuditEntry) => putNew(table, toItem({ ...auditKey(entry), entity: 'audit', ...entry })),
  };
}
