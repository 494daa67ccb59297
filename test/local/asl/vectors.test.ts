import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { difference } from '../../../local/asl/vectors/match.ts';
import { runVector } from '../../../local/asl/vectors/run.ts';
import { readVectors, type Vector } from '../../../local/asl/vectors/vector.ts';

const folder = join(import.meta.dirname, '../../../../shared/data/asl');
const files = ['vectors-jsonata.json', 'vectors-derived-jsonata.json', 'vectors-invalid.json'];
const present = files.map((file) => join(folder, file)).filter(existsSync);
if (present.length === 0) console.warn('Left out: the behaviour recorded from AWS does not stand beside the checkout.');

const recorded = present.flatMap((file) => readVectors(file));
for (const vector of recorded) {
  it(`as AWS recorded it: ${vector.id}`, async () => {
    expect(await runVector(vector)).toMatchObject({ result: 'pass' });
  });
}

/** A recording of one Pass state. */
const PASSED: Vector = {
  id: 'passed',
  type: 'STANDARD',
  definition: { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { Type: 'Pass', End: true } } },
  input: { a: 1 },
  expected: {
    status: 'SUCCEEDED',
    output: { a: 1 },
    events: [
      { id: 1, prev: 0, type: 'ExecutionStarted', input: { a: 1 } },
      { id: 2, prev: 0, type: 'PassStateEntered', name: 'A', input: { a: 1 } },
      { id: 3, prev: 2, type: 'PassStateExited', name: 'A', output: { a: 1 } },
      { id: 4, prev: 3, type: 'ExecutionSucceeded', output: { a: 1 } },
    ],
  },
};

describe('a vector', () => {
  it('passes when everything is as recorded', async () => {
    expect(await runVector(PASSED)).toEqual({ id: 'passed', result: 'pass' });
  });

  it.each<[string, object]>([
    ['status', { status: 'FAILED' }],
    ['output', { output: { a: 2 } }],
    ['error', { error: 'E' }],
    ['number of events', { events: [] }],
  ])('fails when the %s is not', async (_what, parted) => {
    const vector = { ...PASSED, expected: { ...PASSED.expected, ...parted } } as Vector;
    expect(await runVector(vector)).toMatchObject({ result: 'fail' });
  });

  it.each([
    ['type', 'PassStateExited'],
    ['prev', 1],
    ['name', 'B'],
    ['input', { a: 2 }],
    ['extra', 1],
  ])("fails when an event's %s is not", async (field, value) => {
    const { expected } = PASSED;
    if (!('events' in expected)) throw new Error('the vector has events');
    const events = expected.events?.map((event) => (event.id === 2 ? { ...event, [field]: value } : event)) ?? [];
    expect(await runVector({ ...PASSED, expected: { ...expected, events } })).toMatchObject({ result: 'fail' });
  });

  it('that is refused says why', async () => {
    const definition = { StartAt: 'A', States: { A: { Type: 'Pass', ResultPath: '$.a', End: true } } };
    const outcome = await runVector({ ...PASSED, definition });
    expect(outcome).toMatchObject({ result: 'refused', why: expect.stringContaining('JSONPath') });
  });
});

describe('comparing', () => {
  it('takes a token for any text, and the same token for the same', () => {
    expect(difference(['<t:1>', '<t:1>', '<t:2>'], ['x', 'x', 'y'], new Map())).toBeUndefined();
    expect(difference(['<t:1>', '<t:1>'], ['x', 'y'], new Map())).toContain('<t:1> was x and is y');
    expect(difference('a:<t>:b', 'a:x:b', new Map())).toBeUndefined();
    expect(difference('a:<t>:b', 'a::b', new Map())).toBeDefined();
  });

  it('takes <any…> for any value, but not for none', () => {
    expect(difference({ at: '<any-time>', x: '<any:x>' }, { at: 1, x: {} }, new Map())).toBeUndefined();
    expect(difference({ at: '<any-time>' }, {}, new Map())).toBeDefined();
  });

  it('reads JSON in texts, and keeps only type and message of an error', () => {
    const expected = { $jsonText: { errorMessage: 'm', errorType: 'T' } };
    expect(difference(expected, '{"errorType":"T","errorMessage":"m","trace":[1]}', new Map())).toBeUndefined();
    expect(difference(expected, '{"errorType":"T","errorMessage":"n"}', new Map())).toBeDefined();
    expect(difference(expected, { errorMessage: 'm', errorType: 'T' }, new Map())).toBeDefined();
  });
});
