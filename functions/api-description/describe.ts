import { documents } from '../shared/domain/documents.ts';
import { type Language, type Text, wording } from '../shared/domain/language.ts';
import { roles } from '../shared/domain/roles.ts';
import { steps } from '../shared/domain/steps.ts';
import { componentReference } from '../shared/http/component-names.ts';
import type { Operation } from '../shared/http/operation.ts';
import { problemType } from '../shared/http/problem.ts';
import { components, type JsonSchema, schemaOf } from './components.ts';
import { requestExamples } from './examples.ts';
import { type OperationId, operations, wordings } from './operations.ts';

/** An OpenAPI 3.1 document. */
export type Description = Readonly<Record<string, unknown>>;

const introduction: Text = {
  zh: `销售流程的接口。用登录得到的令牌调用（Authorization: Bearer …）。

**错误** 均为 RFC 9457 问题文档：\`detail\` 说明发生了什么，\`errors\` 指出要改正的字段和做法；语言随 Accept-Language。
**翻页** 列表给出 \`next\`，原样访问即下一页；没有 \`next\` 即最后一页。
**重复提交** 每个 POST 可带 Idempotency-Key：相同请求得到第一次的答复，保留 24 小时；请求中途中断后用同一个键重发，不会做两次。`,
  en: `The sales procedure's API. Call it with the token you got by signing in (Authorization: Bearer …).

**Errors** are RFC 9457 problem documents: \`detail\` says what happened, \`errors\` names the fields to mend and how; the language follows Accept-Language.
**Paging**: a list gives \`next\`; follow it unchanged for the next page; without it you are on the last.
**Repeating**: every POST takes an Idempotency-Key: the same request gets the first answer for 24 hours, and a request that broke off is never done twice when sent again with its key.`,
};

/** The description of the whole API, made of the contracts its functions validate by. */
export function describe(language: Language): Description {
  const say = (text: Text): string => wording(text, language);
  const paths: Record<string, Record<string, unknown>> = {
    '/openapi.json': {
      get: {
        operationId: 'getDescription',
        tags: ['description'],
        summary: say({ zh: '本说明', en: 'This description' }),
        security: [],
        responses: {
          200: {
            description: say({ zh: 'OpenAPI 3.1 文档', en: 'An OpenAPI 3.1 document' }),
            content: json({ type: 'object' }),
          },
        },
      },
    },
  };
  for (const id of Object.keys(operations) as OperationId[]) {
    const { method, path } = operations[id];
    paths[path] = { ...paths[path], [method.toLowerCase()]: describeOperation(id, say) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: say({ zh: '销售流程接口', en: 'Sales SOP API' }),
      version: '1',
      description: say(introduction),
      license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ signedIn: [] }],
    tags: [
      { name: 'cases', description: say({ zh: '项目', en: 'Cases' }) },
      { name: 'tasks', description: say({ zh: '任务', en: 'Tasks' }) },
      { name: 'customers', description: say({ zh: '客户', en: 'Customers' }) },
      { name: 'people', description: say({ zh: '人员', en: 'People' }) },
      { name: 'description', description: say({ zh: '接口说明', en: 'Description' }) },
    ],
    paths,
    components: {
      schemas: components(),
      securitySchemes: { signedIn: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
    'x-steps': steps.map((step) => ({
      id: step.id,
      role: { id: step.role, title: say(roles[step.role]) },
      title: say(step.title),
      ask: say(step.ask),
      bulk: step.bulk === true,
      outcomes: step.outcomes.map(({ id, title, needsComment, needsForm }) => ({
        id,
        title: say(title),
        needsComment,
        needsForm: needsForm && step.produces !== undefined,
      })),
      ...(step.produces === undefined
        ? {}
        : { form: { title: say(documents[step.produces].title), schema: componentReference(step.produces) } }),
    })),
  };
}

type Say = (text: Text) => string;

function describeOperation(id: OperationId, say: Say): Record<string, unknown> {
  const operation: Operation = operations[id];
  const { tag, summary, description } = wordings[id];
  const example = requestExamples[id];
  return {
    operationId: id,
    tags: [tag],
    summary: say(summary),
    description: say(description),
    parameters: parametersOf(operation, say),
    ...(operation.body === undefined
      ? {}
      : {
          requestBody: {
            required: id !== 'claimTask' && id !== 'releaseTask',
            content: json(schemaOf(operation.body, 'input'), example),
          },
        }),
    responses: {
      [operation.status ?? 200]: {
        description: say(successes[operation.status ?? 200]),
        headers: answerHeaders(id, operation, say),
        content: json(schemaOf(operation.answer, 'output')),
      },
      ...(operation.pending === undefined
        ? {}
        : { 202: { description: say(successes[202]), content: json(schemaOf(operation.pending, 'output')) } }),
      ...refusalsOf(id, operation, say),
    },
  };
}

const successes: Readonly<Record<200 | 201 | 202 | 207, Text>> = {
  200: { zh: '成功', en: 'Done' },
  201: { zh: '已创建', en: 'Created' },
  202: { zh: '已提交，等待人工决定', en: 'Submitted: a person decides' },
  207: { zh: '逐项的结果', en: 'The result of each' },
};

function parametersOf(operation: Operation, say: Say): readonly Record<string, unknown>[] {
  const query: { readonly properties?: Readonly<Record<string, JsonSchema>> } =
    operation.query === undefined ? {} : schemaOf(operation.query, 'output');
  return [
    ...[...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...(operation.conditional === true
      ? [
          {
            name: 'If-Match',
            in: 'header',
            required: true,
            description: say({ zh: '所修改的版本号，例如 "1"', en: 'The version you changed, such as "1"' }),
            schema: { type: 'string', pattern: '^"?[0-9]{1,6}"?$' },
          },
        ]
      : []),
    ...Object.entries(query.properties ?? {}).map(([name, schema]) => ({ name, in: 'query', schema })),
    ...(operation.method === 'POST'
      ? [
          {
            name: 'Idempotency-Key',
            in: 'header',
            description: say({
              zh: '1–255 个可见 ASCII 字符，建议用 UUID；对同一人、同一接口有效。',
              en: '1 to 255 visible ASCII characters, best a UUID; good for one caller and one route.',
            }),
            schema: { type: 'string', minLength: 1, maxLength: 255 },
          },
        ]
      : []),
    {
      name: 'Accept-Language',
      in: 'header',
      description: say({ zh: 'zh-CN（默认）或 en', en: 'zh-CN (default) or en' }),
      schema: { type: 'string' },
    },
  ];
}

/** What these make has no address of its own. */
const addressless: ReadonlySet<OperationId> = new Set<OperationId>(['announceFile', 'commentTask']);

function answerHeaders(id: OperationId, operation: Operation, say: Say): Record<string, unknown> {
  return {
    ...(operation.status === 201 && !addressless.has(id)
      ? { Location: { description: say({ zh: '新记录的地址', en: 'Where it is' }), schema: { type: 'string' } } }
      : {}),
    ...(operation.conditional === true
      ? { ETag: { description: say({ zh: '新的版本号', en: 'The new version' }), schema: { type: 'string' } } }
      : {}),
    ...(operation.method === 'POST'
      ? {
          'Idempotency-Replayed': {
            description: say({ zh: '这是先前相同请求的答复', en: 'This is the answer of the same request before' }),
            schema: { type: 'string', enum: ['true'] },
          },
        }
      : {}),
  };
}

const everywhere: readonly (readonly [number, string])[] = [
  [401, 'NotSignedIn'],
  [500, 'ServerError'],
  [503, 'TransientFailure'],
];
const withQuery = [[400, 'QueryInvalid']] as const;
const withBody = [
  [400, 'BodyNotJson'],
  [400, 'IdempotencyKeyInvalid'],
  [409, 'RequestInProgress'],
  [413, 'BodyTooLarge'],
  [415, 'ContentTypeUnsupported'],
  [422, 'BodyInvalid'],
  [422, 'IdempotencyKeyReused'],
] as const;

function refusalsOf(id: OperationId, operation: Operation, say: Say): Record<string, unknown> {
  const refusals = [
    ...wordings[id].refusals,
    ...(operation.query === undefined ? [] : withQuery),
    ...(operation.body === undefined ? [] : withBody),
    ...everywhere,
  ];
  return Object.fromEntries(
    [...Map.groupBy(refusals, ([status]) => status)].map(([status, same]) => [
      status,
      {
        description: `${say({ zh: '问题类型', en: 'Problem types' })}: ${same.map(([, name]) => `\`${problemType(name)}\``).join(', ')}`,
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

function json(schema: JsonSchema, example?: unknown): Record<string, unknown> {
  return { 'application/json': { schema, ...(example === undefined ? {} : { example }) } };
}
