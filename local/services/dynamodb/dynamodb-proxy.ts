import { Agent, request as httpRequest } from 'node:http';
import type { Json } from '../../asl/contract.ts';
import type { TableSpec } from '../../template/tables.ts';
import type { Usage } from '../../usage.ts';

type JsonObject = { [key: string]: Json };

/** A DynamoDB answer, ready to send. */
export interface DynamoAnswer {
  readonly status: number;
  readonly body: string;
}

const writes = new Set([
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'TransactWriteItems',
  'ExecuteStatement',
  'ExecuteTransaction',
  'BatchExecuteStatement',
]);
const metered = new Set([...writes, 'GetItem', 'BatchGetItem', 'TransactGetItems', 'Query', 'Scan']);
const reads = new Set(['GetItem', 'BatchGetItem', 'TransactGetItems', 'Query', 'Scan']);

/** Forwards DynamoDB's protocol to the backend, in the template's ARNs, counting capacity units on the way. */
export class DynamoDbProxy {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });
  private readonly backendUrl: string;
  private readonly region: string;
  private readonly usage: Usage;
  private readonly onWrite: () => void;
  private readonly streams = new Map<string, string>();

  /** @param onWrite told after every write that went through. */
  constructor(backendUrl: string, region: string, usage: Usage, onWrite: () => void) {
    this.backendUrl = backendUrl;
    this.region = region;
    this.usage = usage;
    this.onWrite = onWrite;
  }

  /** Creates what is missing of the template's tables, time to live included. @throws Error naming the table when the backend refuses. */
  async provision(tables: readonly TableSpec[]): Promise<void> {
    for (const table of tables) {
      let description = await this.describe(table.name);
      if (!description) {
        await this.mustCall('CreateTable', table.create);
        description = await this.describe(table.name);
        if (table.ttlAttribute !== undefined) {
          await this.mustCall('UpdateTimeToLive', {
            TableName: table.name,
            TimeToLiveSpecification: { AttributeName: table.ttlAttribute, Enabled: true },
          });
        }
      } else {
        await this.addMissingIndexes(table, description);
      }
      const own = description?.LatestStreamArn;
      if (table.streamArn !== undefined && typeof own === 'string') this.streams.set(table.streamArn, own);
    }
  }

  /** Makes a call of our own, not metered. @param target `DynamoDB_20120810.GetItem`. */
  async call(target: string, input: Json): Promise<{ status: number; output: JsonObject }> {
    const { status, body } = await this.send(target, this.toBackend(JSON.stringify(input)));
    const output: JsonObject = body === '' ? {} : JSON.parse(this.fromBackend(body));
    return { status, output };
  }

  /** Answers a client's call. @param target value of `X-Amz-Target`. @param body the request's JSON text. */
  async forward(target: string, body: string): Promise<DynamoAnswer> {
    const action = target.split('.')[1] ?? '';
    if (!target.startsWith('DynamoDB_') || !metered.has(action)) return this.forwardPlain(target, body);
    const asked = /"ReturnConsumedCapacity"\s*:\s*"(TOTAL|INDEXES)"/.exec(body)?.[1];
    const answer = await this.send(target, this.toBackend(askingForIndexes(body)));
    if (writes.has(action) && answer.status === 200) this.onWrite();
    if (answer.status !== 200) return { status: answer.status, body: this.fromBackend(answer.body) };
    const output: JsonObject = JSON.parse(answer.body);
    this.meter(action, output.ConsumedCapacity);
    if (asked === undefined) delete output.ConsumedCapacity;
    else if (asked === 'TOTAL' && output.ConsumedCapacity !== undefined) {
      output.ConsumedCapacity = totals(output.ConsumedCapacity);
    }
    return { status: 200, body: this.fromBackend(JSON.stringify(output)) };
  }

  close(): void {
    this.agent.destroy();
  }

  private async forwardPlain(target: string, body: string): Promise<DynamoAnswer> {
    const answer = await this.send(target, this.toBackend(body));
    return { status: answer.status, body: this.fromBackend(answer.body) };
  }

  private meter(action: string, consumed: Json | undefined): void {
    const list = Array.isArray(consumed) ? consumed : [consumed];
    for (const entry of list) {
      if (entry === null || typeof entry !== 'object' || Array.isArray(entry)) continue;
      const { TableName, CapacityUnits } = entry;
      if (typeof TableName !== 'string' || typeof CapacityUnits !== 'number') continue;
      this.usage.add(reads.has(action) ? 'readUnits' : 'writeUnits', TableName, CapacityUnits);
    }
  }

  private async describe(name: string): Promise<JsonObject | undefined> {
    const { status, body } = await this.send('DynamoDB_20120810.DescribeTable', JSON.stringify({ TableName: name }));
    if (status !== 200) return undefined;
    const parsed: { Table?: JsonObject } = JSON.parse(body);
    return parsed.Table;
  }

  /** A table made by an earlier version of the template gets the indexes that came since. */
  private async addMissingIndexes(table: TableSpec, description: JsonObject): Promise<void> {
    const names = (list: Json | undefined) =>
      (Array.isArray(list) ? list : []).map((index) =>
        index !== null && typeof index === 'object' && !Array.isArray(index) ? String(index.IndexName) : '',
      );
    const present = new Set(names(description.GlobalSecondaryIndexes));
    const wanted = table.create.GlobalSecondaryIndexes;
    for (const index of Array.isArray(wanted) ? wanted : []) {
      const [name] = names([index]);
      if (name === undefined || present.has(name)) continue;
      await this.mustCall('UpdateTable', {
        TableName: table.name,
        AttributeDefinitions: table.create.AttributeDefinitions ?? [],
        GlobalSecondaryIndexUpdates: [{ Create: index }],
      });
    }
  }

  private async mustCall(action: string, input: Json): Promise<void> {
    const { status, body } = await this.send(`DynamoDB_20120810.${action}`, JSON.stringify(input));
    if (status !== 200) throw new Error(`DynamoDB refused ${action} ${JSON.stringify(input).slice(0, 200)}: ${body}`);
  }

  /** Backends have a region of their own in their ARNs, and stream labels of their own. */
  private toBackend(body: string): string {
    if (!body.includes('arn:aws:dynamodb:')) return body;
    let text = body;
    for (const [ours, theirs] of this.streams) text = text.replaceAll(ours, theirs);
    return text;
  }

  private fromBackend(body: string): string {
    if (!body.includes('arn:aws:dynamodb:')) return body;
    let text = body;
    for (const [ours, theirs] of this.streams) text = text.replaceAll(theirs, ours);
    return text.replaceAll(/arn:aws:dynamodb:(?:dynoxide|ddblocal):/g, `arn:aws:dynamodb:${this.region}:`);
  }

  private send(target: string, body: string): Promise<DynamoAnswer> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        this.backendUrl,
        {
          method: 'POST',
          agent: this.agent,
          headers: {
            'content-type': 'application/x-amz-json-1.0',
            'content-length': Buffer.byteLength(body),
            'x-amz-target': target,
            'x-amz-date': '20260101T000000Z',
            authorization:
              'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=local',
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 500, body: Buffer.concat(chunks).toString('utf8') }),
          );
          response.on('error', reject);
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  }
}

/** Both backends leave indexes out of a transaction's total; asked per index they count them. */
function askingForIndexes(body: string): string {
  const asking = '"ReturnConsumedCapacity":"INDEXES"';
  const replaced = body.replace(/"ReturnConsumedCapacity"\s*:\s*"\w+"/, asking);
  if (replaced !== body || body.includes(asking)) return replaced;
  return body.replace(/^\s*\{\s*(\})?/, (_all, empty: string | undefined) => `{${asking}${empty ?? ','}`);
}

/** What `TOTAL` shows of what `INDEXES` does. */
function totals(consumed: Json): Json {
  if (Array.isArray(consumed)) return consumed.map(totals);
  if (consumed === null || typeof consumed !== 'object') return consumed;
  const { Table, GlobalSecondaryIndexes, LocalSecondaryIndexes, ...total } = consumed;
  return total;
}
