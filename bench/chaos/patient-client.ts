import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient, QueryCommand, ScanCommand, type ScanCommandInput } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';

/** What an answer says, whoever asked and however often. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  /** Whether an earlier try of the same request got no answer: it may have had its effect. */
  readonly unsure: boolean;
}

type Item = Record<string, unknown>;

/** A person's programs and a console, before a system that comes and goes: what gets no answer is asked again, unchanged. */
export class PatientClient {
  private readonly urls: { readonly appUrl: string; readonly awsUrl: string };
  private readonly deadline: number;
  private readonly tokens = new Map<string, string>();
  private readonly dynamodb: DynamoDBClient;
  private table: string | undefined;

  /** @param deadline by `performance.now()`; what is not answered by then fails */
  constructor(urls: { readonly appUrl: string; readonly awsUrl: string }, deadline: number) {
    this.urls = urls;
    this.deadline = deadline;
    this.dynamodb = new DynamoDBClient({
      endpoint: urls.awsUrl,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    });
  }

  /**
   * A POST to the API as `user`.
   * @param key an `Idempotency-Key`, for what would happen twice when it is asked for twice
   */
  async post(user: string, path: string, body: unknown, key?: string): Promise<Answer> {
    const token = await this.token(user);
    return this.send(path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'accept-language': 'en',
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      body: JSON.stringify(body),
    });
  }

  /** A page or a form of the application. */
  async send(path: string, request: RequestInit = {}): Promise<Answer> {
    let unsure = false;
    const answer = await this.until(
      async () => {
        try {
          const response = await fetch(`${this.urls.appUrl}${path}`, {
            ...request,
            redirect: 'manual',
            signal: AbortSignal.timeout(15_000),
          });
          const text = await response.text();
          const again = response.status >= 500 || (response.status === 409 && text.includes('RequestInProgress'));
          if (again) unsure = true;
          return again ? undefined : { status: response.status, text };
        } catch {
          unsure = true;
          return undefined;
        }
      },
      `${request.method ?? 'GET'} ${path}`,
    );
    return { ...answer, unsure };
  }

  /** Every item of a partition, read consistently. */
  async partition(pk: string): Promise<Item[]> {
    const TableName = await this.tableName();
    const items: Item[] = [];
    let ExclusiveStartKey: ScanCommandInput['ExclusiveStartKey'];
    do {
      const page = await this.asked(
        () =>
          this.dynamodb.send(
            new QueryCommand({
              TableName,
              KeyConditionExpression: 'pk = :pk',
              ExpressionAttributeValues: { ':pk': { S: pk } },
              ConsistentRead: true,
              ExclusiveStartKey,
            }),
          ),
        `query of ${pk}`,
      );
      items.push(...(page.Items ?? []).map((item) => unmarshall(item)));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return items;
  }

  /** Every item of one entity. */
  async entities(entity: string): Promise<Item[]> {
    const TableName = await this.tableName();
    const items: Item[] = [];
    let ExclusiveStartKey: ScanCommandInput['ExclusiveStartKey'];
    do {
      const page = await this.asked(
        () => this.dynamodb.send(new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey })),
        'scan',
      );
      items.push(...(page.Items ?? []).map((item) => unmarshall(item)).filter((item) => item.entity === entity));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return items;
  }

  private async token(user: string): Promise<string> {
    const known = this.tokens.get(user);
    if (known !== undefined) return known;
    const { text } = await this.send('/local/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user }),
    });
    const { access_token } = z.object({ access_token: z.string() }).parse(JSON.parse(text));
    this.tokens.set(user, access_token);
    return access_token;
  }

  private async tableName(): Promise<string> {
    this.table ??= await this.asked(async () => {
      const response = await fetch(this.urls.awsUrl, {
        method: 'POST',
        headers: { 'x-amz-target': 'DynamoDB_20120810.ListTables' },
        body: '{}',
      });
      return z.object({ TableNames: z.array(z.string()).min(1) }).parse(await response.json()).TableNames[0] ?? '';
    }, 'ListTables');
    return this.table;
  }

  private asked<Result>(ask: () => Promise<Result>, what: string): Promise<Result> {
    return this.until(() => ask().catch(() => undefined), what);
  }

  private async until<Result>(ask: () => Promise<Result | undefined>, what: string): Promise<Result> {
    for (;;) {
      const result = await ask();
      if (result !== undefined) return result;
      if (performance.now() > this.deadline) throw new Error(`${what} got no answer in time`);
      await pause(50 + Math.random() * 150);
    }
  }
}
