import type { Executor, Json } from './asl/contract.ts';
import type { Clock } from './clock.ts';

/** How one local run is set up. Everything but the two folders has a default. */
export interface LocalRunOptions {
  /** The synthesized cloud assembly (`cdk.out`). */
  readonly assemblyDir: string;
  /** Where everything durable is kept; the same folder again continues where the last run stopped. */
  readonly dataDir: string;
  /** Port of the application (API Gateway's routes, `/local/*` pages). 0, the default, picks a free one. */
  readonly port?: number;
  /** Port of the AWS-protocol endpoint. 0, the default, picks a free one. */
  readonly awsPort?: number;
  /** Port that takes mail by SMTP, where the template receives any. 0, the default, picks a free one. */
  readonly smtpPort?: number;
  /** Which DynamoDB stands behind the endpoint. `auto`, the default: native where it is installed, else Java. */
  readonly dynamodb?: 'auto' | 'native' | 'java';
  /** Time of state machines, schedules and tokens. The system's own by default. */
  readonly clock?: Clock;
  /** Which CDK stage to run when the assembly holds several. */
  readonly stage?: string;
  /** Where the run reports. Silent by default. */
  readonly log?: Log;
}

/** Where the run tells what it does; each line is one finished sentence in plain text. */
export interface Log {
  /** Progress a person waits for. */
  info(line: string): void;
  /** Something a person should look at: uncovered call, failing function. */
  warn(line: string): void;
  /** Shown with `--verbose`: functions' output, resources without local effect. */
  detail(line: string): void;
}

/** A mail as the mailbox lists it. */
export interface StoredMail {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  readonly from: string;
  /** Envelope recipients, without display names. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly messageId: string;
}

/** A mail, parsed. */
export interface ReadMail extends StoredMail {
  readonly html: string | null;
  readonly text: string | null;
  readonly headers: readonly { readonly key: string; readonly value: string }[];
  readonly attachments: readonly {
    readonly filename: string;
    readonly mimeType: string;
    readonly content: Uint8Array;
  }[];
  /** The message as it was stored, RFC 5322. */
  readonly source: string;
}

/** Reads what was sent through SES. */
export interface Mailbox {
  /** Newest first. @param to keeps only mails with that envelope recipient (case-insensitive). */
  list(to?: string): readonly StoredMail[];
  /** @throws Error when there is no such mail. */
  read(id: string): Promise<ReadMail>;
}

/** What has been used since the run started or the meter was last reset. */
export interface MeterReading {
  /** Invocations per function, by the function's name. */
  readonly lambdaInvocations: Readonly<Record<string, number>>;
  /** Billed milliseconds per function, by the function's name (each invocation rounded up to a millisecond). */
  readonly lambdaMilliseconds: Readonly<Record<string, number>>;
  /** State transitions per machine, by the machine's name. */
  readonly stateTransitions: Readonly<Record<string, number>>;
  /** DynamoDB capacity units per table, as the database reports them. */
  readonly readUnits: Readonly<Record<string, number>>;
  readonly writeUnits: Readonly<Record<string, number>>;
  /** Stream `GetRecords` calls are not billed to Lambda and are not counted. */
  readonly mails: number;
  /** Custom events put on a bus (state machines' own status events are free and are not counted). */
  readonly events: number;
  /** Requests to SQS: those of clients, and two (receive, delete) for each batch handed to a function. Polls of an empty queue are not counted. */
  readonly queueRequests: number;
  /** Requests answered by the HTTP API. */
  readonly apiRequests: number;
}

export interface Meter {
  read(): MeterReading;
  reset(): void;
}

/** A seeded person. Group names are role ids. */
export interface Person {
  /** ASCII user name: `li.na`. */
  readonly user: string;
  readonly name: string;
  readonly email: string;
  readonly locale: 'zh-CN' | 'en';
  readonly groups: readonly string[];
  /** User name of the person this one reports to. */
  readonly supervisor?: string;
  /** The channel partner they work for or run. */
  readonly partner?: string;
  /** Division codes of the regions they pick customers in. */
  readonly regions?: readonly string[];
  /** The headquarters' team they are in. */
  readonly team?: 'new-contract' | 'renewal';
}

/** The answer of one function invocation. */
export interface InvocationResult {
  /** JSON text: the handler's result, or Lambda's error object. */
  readonly payload: string;
  /** `Unhandled` when the function failed. */
  readonly functionError?: string;
}

/** A running local run. */
export interface LocalRun {
  /** `http://127.0.0.1:<port>`: the HTTP API and the `/local` pages. */
  readonly appUrl: string;
  /** `http://127.0.0.1:<port>`: for `AWS_ENDPOINT_URL`. */
  readonly awsUrl: string;
  /** Where mail is handed in by SMTP, on the loopback interface; undefined when the template receives none. */
  readonly smtpPort: number | undefined;
  readonly region: string;
  readonly account: string;
  readonly executor: Executor;
  readonly mailbox: Mailbox;
  readonly meter: Meter;
  readonly people: readonly Person[];
  /**
   * What the template calls a resource here: `Ref`'s value.
   * @param idOrPrefix logical id, or its beginning as long as only one resource of the type matches, or the CDK path's last names.
   * @throws Error naming the candidates when none or several match.
   */
  physicalName(type: string, idOrPrefix: string): string;
  /** A bearer token, valid for an hour by the run's clock. @throws Error listing the people when there is no such user. */
  token(user: string): Promise<string>;
  /** Invokes a function by name or logical id and waits for its answer. */
  invoke(functionName: string, event: Json): Promise<InvocationResult>;
  /**
   * Resolves once nothing is under way: no stream record, event or asynchronous invocation undelivered, no function
   * busy, and every running execution waits for a person or a timer.
   * @param timeoutMs rejects when it takes longer. Default 30,000.
   */
  settled(timeoutMs?: number): Promise<void>;
  /** Finishes what is in flight, stops the database, closes the files. */
  close(): Promise<void>;
}
