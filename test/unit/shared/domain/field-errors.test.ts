import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { fieldErrors, jsonPointer } from '../../../../functions/shared/domain/field-errors.ts';

function errorsOf(schema: z.ZodMiniType, value: unknown, prefix = '') {
  const read = z.safeParse(schema, value);
  return read.success ? [] : fieldErrors(read.error.issues, value, prefix);
}

describe('each kind of refusal has its sentence, in both languages', () => {
  test.each([
    ['a missing member', z.object({ f: z.string() }), {}, '此项必填。', 'This field is required.'],
    ['null', z.object({ f: z.string() }), { f: null }, '此项必填。', 'This field is required.'],
    [
      'an empty text',
      z.object({ f: z.string().check(z.minLength(3)) }),
      { f: '' },
      '此项必填。',
      'This field is required.',
    ],
    [
      'a short text',
      z.object({ f: z.string().check(z.minLength(3)) }),
      { f: 'ab' },
      '至少 3 个字。',
      'At least 3 characters.',
    ],
    [
      'a long text',
      z.object({ f: z.string().check(z.maxLength(3)) }),
      { f: 'abcd' },
      '最多 3 个字。',
      'At most 3 characters.',
    ],
    ['another type', z.object({ f: z.number() }), { f: 'x' }, '须为数字。', 'Give a number.'],
    ['a fraction', z.object({ f: z.int() }), { f: 1.5 }, '须为整数。', 'Give a whole number.'],
    ['a low number', z.object({ f: z.number().check(z.minimum(2)) }), { f: 1 }, '不能小于 2。', 'Must be at least 2.'],
    [
      'a number at the edge',
      z.object({ f: z.number().check(z.gt(2)) }),
      { f: 2 },
      '须大于 2。',
      'Must be greater than 2.',
    ],
    ['a high number', z.object({ f: z.number().check(z.maximum(2)) }), { f: 3 }, '不能大于 2。', 'Must be at most 2.'],
    [
      'a number at the upper edge',
      z.object({ f: z.number().check(z.lt(2)) }),
      { f: 2 },
      '须小于 2。',
      'Must be less than 2.',
    ],
    [
      'an empty list',
      z.object({ f: z.array(z.any()).check(z.minLength(1)) }),
      { f: [] },
      '至少 1 项。',
      'At least 1 entry.',
    ],
    [
      'a long list',
      z.object({ f: z.array(z.any()).check(z.maxLength(1)) }),
      { f: [1, 2] },
      '最多 1 项。',
      'At most 1 entry.',
    ],
    [
      'an unknown choice',
      z.object({ f: z.enum(['a', 'b']) }),
      { f: 'c' },
      '须为以下之一：a、b。',
      'Give one of: a, b.',
    ],
    [
      'no address',
      z.object({ f: z.url() }),
      { f: 'x' },
      '须为网址，以 http:// 或 https:// 开头。',
      'Give a web address that starts with http:// or https://.',
    ],
    [
      'no date',
      z.object({ f: z.iso.date() }),
      { f: '2026-02-30' },
      '须为日期，例如 2026-11-22。',
      'Give a date such as 2026-11-22.',
    ],
    [
      'an unknown member',
      z.strictObject({}),
      { f: 1 },
      '没有这个字段，请删除或改正名称。',
      'There is no such field: remove it or correct its name.',
    ],
  ])('%s', (_, schema, value, zh, en) => {
    expect(errorsOf(schema, value)).toEqual([{ pointer: '/f', text: { zh, en } }]);
  });
});

test('a field with several things wrong is named once, with the first', () => {
  const schema = z.object({ mail: z.string().check(z.minLength(1), z.email()) });
  expect(errorsOf(schema, { mail: '' })).toEqual([
    { pointer: '/mail', text: { zh: '此项必填。', en: 'This field is required.' } },
  ]);
});

test('pointers follow RFC 6901 and begin where the value lies in the request', () => {
  expect(jsonPointer(['lines', 0, 'a/b~c'])).toBe('/lines/0/a~1b~0c');
  expect(errorsOf(z.array(z.object({ n: z.number() })), [{ n: 1 }, {}], '/data')).toMatchObject([
    { pointer: '/data/1/n' },
  ]);
});
