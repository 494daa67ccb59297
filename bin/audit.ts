/** `npm run --silent audit -- CASE`: prints what happened in a case and checks that nothing was removed or altered since. */
import { parseArgs } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { auditCase } from './audit/audit-case.ts';
import { report } from './audit/report.ts';
import { onTable, sourceUsage } from './table-source.ts';

const usage = `npm run --silent audit -- CASE [options]

${sourceUsage}  --json           每行一个 JSON · one JSON object per line

Exit code 0: nothing was removed or altered. 1: something was, or the case could not be read.
`;

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      endpoint: { type: 'string' },
      data: { type: 'string' },
      aws: { type: 'boolean', default: false },
      stage: { type: 'string', default: 'prod' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [caseId, ...more] = positionals;
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (caseId === undefined || more.length > 0) throw new Error(usage);
  return onTable(values, async ({ client, name }, { config, folder }) => {
    const s3 = folder === undefined ? new S3Client({ ...config, forcePathStyle: true }) : undefined;
    const source = { dynamodb: client, s3, folder, table: name, stage: values.stage };
    const audited = await auditCase(source, caseId);
    process.stdout.write(report(audited, values.json));
    return audited.breaks.length === 0 ? 0 : 1;
  });
}
