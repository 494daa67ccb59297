import type { LocalRunOptions, Log, Person } from './contract.ts';
import type { ObjectStore } from './services/s3/object-store.ts';
import { isReceived, type ReceivingPorts, receiveMail } from './services/smtp/receive-mail.ts';
import { listenForMail, type SmtpListener } from './services/smtp/smtp-server.ts';
import { domainOf } from './services/smtp/verdicts.ts';
import type { Deployment } from './template/deployment.ts';

/** What taking mail needs of the run. */
export interface ReplyPorts extends Pick<ReceivingPorts, 'now' | 'invokeLater' | 'region'> {
  readonly objects: ObjectStore;
  readonly people: readonly Person[];
  readonly log: Log;
}

/** Takes mail for the template's receipt rules; undefined when it has none. */
export async function receiveReplies(
  { smtpPort = 0 }: LocalRunOptions,
  { receiptRules: rules }: Deployment,
  { objects, people, log, ...ports }: ReplyPorts,
): Promise<SmtpListener | undefined> {
  if (rules.length === 0) return undefined;
  const receiving: ReceivingPorts = {
    ...ports,
    rules,
    trustedDomains: new Set(people.map(({ email }) => domainOf(email))),
    store: (bucket, key, content) => objects.put(objects.bucket(bucket), key, content, {}),
  };
  return listenForMail(smtpPort, '--smtp-port', {
    accepts: (address) => isReceived(rules, address),
    take: (mail) => receiveMail(receiving, mail),
    log,
  });
}
