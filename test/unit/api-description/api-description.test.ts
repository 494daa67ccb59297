import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { serveDescription } from '../../../functions/api-description/api-description.ts';
import * as described from '../../../functions/api-description/contract.ts';
import { describe as describeApi } from '../../../functions/api-description/describe.ts';
import { formExamples, requestExamples } from '../../../functions/api-description/examples.ts';
import { operations } from '../../../functions/api-description/operations.ts';
import { casesApi } from '../../../functions/cases-api/cases-api.ts';
import * as cases from '../../../functions/cases-api/contract.ts';
import { contactsApi } from '../../../functions/contacts-api/contacts-api.ts';
import * as contacts from '../../../functions/contacts-api/contract.ts';
import * as customers from '../../../functions/customers-api/contract.ts';
import { customersApi } from '../../../functions/customers-api/customers-api.ts';
import * as people from '../../../functions/people-api/contract.ts';
import { peopleApi } from '../../../functions/people-api/people-api.ts';
import { type DocumentKind, documents } from '../../../functions/shared/domain/documents.ts';
import { steps } from '../../../functions/shared/domain/steps.ts';
import { componentReference } from '../../../functions/shared/http/component-names.ts';
import type { Operation } from '../../../functions/shared/http/operation.ts';
import * as tasks from '../../../functions/tasks-api/contract.ts';
import { tasksApi } from '../../../functions/tasks-api/tasks-api.ts';
import { memoryWorld } from '../../support/memory-world.ts';
import { anEvent, apiWorld } from '../shared/http/call.ts';

const readable = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.object({ operationId: z.string() }))),
  components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
});

function served(line: string, headers: Record<string, string> = {}) {
  return serveDescription(anEvent(line, { headers }));
}

describe('the description', () => {
  test.each(['zh-CN', 'en'] as const)('is valid OpenAPI 3.1 in %s', async (language) => {
    const { valid, errors } = await new Validator().validate(structuredClone(describeApi(language)));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
  });

  test('has no reference that leads nowhere', () => {
    const text = JSON.stringify(describeApi('en'));
    const { schemas } = readable.parse(describeApi('en')).components;
    const names = [...text.matchAll(/"(?:\/openapi\.json)?#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(50);
    expect(names.filter((name) => name === undefined || !Object.hasOwn(schemas, name))).toEqual([]);
  });

  test('describes exactly the routes that the functions serve and the infrastructure makes', () => {
    const { paths } = readable.parse(describeApi('en'));
    const written = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const routes = [
      ...cases.routes,
      ...tasks.routes,
      ...people.routes,
      ...customers.routes,
      ...contacts.routes,
      ...described.routes,
    ]
      .filter(({ path }) => path !== '$default')
      .map(({ method, path }) => `${method} ${path}`);
    const world = apiWorld(memoryWorld());
    const wired = [
      ...casesApi(world),
      ...tasksApi(world),
      ...peopleApi(world),
      ...customersApi(world),
      ...contactsApi(world),
    ].map(({ operation }) => `${operation.method} ${operation.path}`);
    expect(written.toSorted()).toEqual(routes.toSorted());
    expect([...wired, 'GET /openapi.json'].toSorted()).toEqual(routes.toSorted());
  });

  test('each step with a form names the schema that a client finds under it', () => {
    const { schemas } = readable.parse(describeApi('en')).components;
    for (const { produces } of steps) {
      if (produces !== undefined) {
        expect(Object.keys(schemas)).toContain(componentReference(produces).split('/').at(-1));
      }
    }
  });
});

describe('examples are accepted by what validates requests, and by the schemas a client validates with', () => {
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  ajv.addSchema({ $id: 'api', ...structuredClone(describeApi('en')) });

  test('every operation that takes a body has an example', () => {
    const takingBodies = Object.entries<Operation>(operations).filter(([, { body }]) => body !== undefined);
    expect(Object.keys(requestExamples).toSorted()).toEqual(takingBodies.map(([id]) => id).toSorted());
  });

  test.each(Object.entries(requestExamples))('%s', (id, example) => {
    const operation = Object.entries<Operation>(operations).find(([name]) => name === id)?.[1];
    expect(operation?.body?.safeParse(example)).toMatchObject({ success: true });
    const path = operation?.path.replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
    const method = operation?.method.toLowerCase();
    const check = ajv.getSchema(`api#/paths/${path}/${method}/requestBody/content/application~1json/schema`);
    expect(check?.(example)).toBe(true);
  });

  test('a problem with members of its own is a problem', () => {
    const problem = { type: 'urn:x', title: 'x', status: 409, detail: 'x', decision: { outcome: 'done' } };
    expect(ajv.getSchema('api#/components/schemas/Problem')?.(problem)).toBe(true);
  });

  test.each(Object.entries(formExamples))('the form %s', (kind, example) => {
    const known: Readonly<Record<string, { readonly schema: z.ZodMiniType }>> = documents;
    expect(known[kind]?.schema.safeParse(example)).toMatchObject({ success: true });
    const check = ajv.getSchema(`api${componentReference(kind as DocumentKind).replace('/openapi.json', '')}`);
    expect(check?.(example)).toBe(true);
    expect(check?.({})).toBe(false);
  });
});

describe('GET /openapi.json and every other address', () => {
  test('the language follows the reader', () => {
    expect(JSON.parse(served('GET /openapi.json').body ?? '').info.title).toBe('销售流程接口');
    const english = served('GET /openapi.json', { 'accept-language': 'en' });
    expect(JSON.parse(english.body ?? '').info.title).toBe('Sales SOP API');
    expect(english.headers).toMatchObject({ 'content-language': 'en', vary: 'accept-language' });
  });

  test.each([
    ['GET /nothing', 404, undefined],
    ['GET /cases/AD-1/nothing', 404, undefined],
    ['DELETE /cases', 405, 'POST, GET'],
    ['PUT /tasks/T-1/decision', 405, 'POST'],
    ['POST /openapi.json', 405, 'GET'],
  ])('%s is a problem with status %i', (line, status, allow) => {
    const answer = served(line, { 'accept-language': 'en' });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers?.allow).toBe(allow);
    expect(answer.headers?.['content-type']).toBe('application/problem+json; charset=utf-8');
  });
});
