import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import type { Log } from '../../contract.ts';
import type { HandedMail } from './receive-mail.ts';

/** A listening SMTP server. */
export interface SmtpListener {
  readonly port: number;
  close(): Promise<void>;
}

export interface SmtpPorts {
  readonly accepts: (address: string) => boolean;
  /** Resolves once the mail is durable. */
  readonly take: (mail: HandedMail) => Promise<string>;
  readonly log: Log;
}

/** SES's default limit for received mails. */
const largestMail = 40 * 1024 * 1024;
const mostRecipients = 100;

/**
 * Listens for mail on the loopback interface, where SES's inbound endpoint listens in AWS. Takes mail for the receipt
 * rules' recipients only; a mail is acknowledged once it is durable.
 * @param port 0 picks a free one. @throws Error that says which port is taken and how to choose another.
 */
export async function listenForMail(port: number, flag: string, ports: SmtpPorts): Promise<SmtpListener> {
  const server = new SMTPServer({
    banner: 'sales-sop local run',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    hideSize: false,
    size: largestMail,
    maxClients: 50,
    closeTimeout: 2000,
    socketTimeout: 30_000,
    disableReverseLookup: true,
    onRcptTo: ({ address }, { envelope }, done) => {
      if (envelope.rcptTo.length >= mostRecipients) return done(refusal(452, 'Too many recipients'));
      if (!ports.accepts(address)) return done(refusal(550, `No receipt rule is for ${address}`));
      done();
    },
    onData: (stream, { envelope }, done) => {
      read(stream)
        .then((source) =>
          ports.take({
            source,
            from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
            to: envelope.rcptTo.map(({ address }) => address),
          }),
        )
        .then(
          (id) => done(null, `Ok ${id}`),
          (error: unknown) => {
            if (!(error instanceof MailTooLarge)) ports.log.warn(`a mail could not be taken: ${String(error)}`);
            done(error instanceof MailTooLarge ? refusal(552, error.message) : refusal(451, 'Try again later'));
          },
        );
    },
  });
  // A client that breaks off is its own affair.
  server.on('error', (error: Error) => ports.log.detail(`SMTP: ${error.message}`));
  return { port: await bind(server, port, flag), close: () => new Promise((resolve) => server.close(() => resolve())) };
}

class MailTooLarge extends Error {}

async function read(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size <= largestMail) chunks.push(bytes);
  }
  if (size > largestMail) throw new MailTooLarge(`The mail is larger than ${largestMail} bytes`);
  return Buffer.concat(chunks);
}

function refusal(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

function bind(server: SMTPServer, port: number, flag: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${port} is taken by another program: stop it, or choose another port with ${flag}`)
          : error,
      );
    };
    server.server.once('error', failed);
    server.listen(port, '127.0.0.1', () => {
      server.server.off('error', failed);
      const address = server.server.address();
      if (address !== null && typeof address === 'object') resolve(address.port);
      else reject(new Error(`port ${port} gave no address`));
    });
  });
}
