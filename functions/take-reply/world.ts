import type * as z from 'zod/mini';
import { answerRecords } from '../shared/adapters/answer-records.ts';
import { attachmentRecords } from '../shared/adapters/attachment-records.ts';
import { caseRecords } from '../shared/adapters/case-records.ts';
import { personRecords } from '../shared/adapters/person-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { type Objects, s3Objects } from '../shared/adapters/s3-objects.ts';
import { sesMailer } from '../shared/adapters/ses-mailer.ts';
import { taskRecords } from '../shared/adapters/task-records.ts';
import type { Secrets } from '../shared/domain/ports.ts';
import { observer } from '../shared/runtime/observer.ts';
import type { env } from './contract.ts';
import { mailReader } from './mail-reader.ts';
import type { TakeReplyWorld } from './take-reply.ts';

/** What the use case needs, on AWS. */
export function awsWorld(settings: z.infer<typeof env>): TakeReplyWorld {
  const table = recordsTable(settings.RECORDS_TABLE);
  const now = (): Date => new Date();
  const { region, credentials } = table.client.config;
  const objects = (bucket: string): Objects =>
    s3Objects(bucket, { region, credentials, endpoint: process.env.AWS_ENDPOINT_URL });
  return {
    tasks: taskRecords(table),
    cases: caseRecords(table),
    people: personRecords(table),
    answers: answerRecords(table, now),
    attachments: attachmentRecords(table, objects(settings.DOCUMENTS_BUCKET)),
    mailer: sesMailer({ from: settings.MAIL_FROM, configurationSet: settings.MAIL_CONFIGURATION_SET }),
    secrets: secretsOnDemand(settings.LINK_SECRET_ARN),
    ...mailReader(objects(settings.INBOUND_BUCKET)),
    now,
    observer,
    publicUrl: settings.PUBLIC_URL,
    replyDomain: settings.REPLY_DOMAIN,
    mailFrom: settings.MAIL_FROM,
  };
}

/** Only an answer with a link needs the secret: its client is loaded then. */
function secretsOnDemand(arn: string): Secrets {
  let secrets: Promise<Secrets> | undefined;
  return {
    async linkSecret() {
      secrets ??= import('../shared/adapters/link-secret.ts').then(({ linkSecret }) => linkSecret(arn));
      return (await secrets).linkSecret();
    },
  };
}
