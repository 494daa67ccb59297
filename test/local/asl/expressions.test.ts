import { describe, expect, it } from 'vitest';
import type { Json } from '../../../local/asl/contract.ts';
import { createExpressionCompiler, expressionIn } from '../../../local/asl/expressions.ts';
import { manualClock } from '../../../local/manual-clock.ts';
import { MORNING } from '../../support/asl-machine.ts';

const compiler = createExpressionCompiler({
  clock: manualClock(MORNING),
  random: () => 0.25,
  uuid: () => '00000000-0000-4000-8000-000000000000',
});

async function evaluated(expression: string, bindings: { [name: string]: Json } = {}): Promise<Json> {
  return compiler.compile(`{% ${expression} %}`, 'Output').evaluate(bindings);
}

describe('functions AWS adds', () => {
  it.each<[string, Json]>([
    ['$partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]]],
    ['$partition([0], 4)', [[0]]],
    ['$range(0, 9, 3)', [0, 3, 6, 9]],
    ['$range(5, 1, -2)', [5, 3, 1]],
    ['$range(1, 9, 9)', 1],
    ['$hash("abc", "MD5")', '900150983cd24fb0d6963f7d28e17f72'],
    ['$hash("abc", "SHA-1")', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['$hash("", "SHA-256")', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['$parse(\'{"a": [1, null]}\')', { a: [1, null] }],
    ['$random()', 0.25],
    ['$random(7) = $random(7)', true],
    ['$random(7) = $random(8)', false],
    ['$uuid()', '00000000-0000-4000-8000-000000000000'],
  ])('%s is %j', async (expression, value) => {
    expect(await evaluated(expression)).toEqual(value);
  });

  it.each([
    ['$eval("1")', 'T1006: Attempted to invoke a non-function'],
    ['$hash("abc", "CRC")', '$hash: CRC is none of MD5, SHA-1, SHA-256, SHA-384, SHA-512'],
    ['$partition([1], 0)', '$partition: the size of a chunk must be a positive integer'],
    ['$range(1, 2000, 1)', '$range: the array would hold more than 1000 elements'],
    ['$range(1, 2, 0)', '$range: the step must not be zero'],
    ['1 + "a"', 'T2002: The right side of the "+" operator must evaluate to a number'],
  ])('%s fails', async (expression, problem) => {
    await expect(evaluated(expression)).rejects.toThrow(
      `The JSONata expression '${expression}' specified for the field 'Output' threw an error during evaluation. ${problem}`,
    );
  });
});

describe('an expression that does not end', () => {
  it('is ended after the longest time it may take', async () => {
    const sources = { clock: manualClock(MORNING), random: Math.random, uuid: () => '' };
    const turning = createExpressionCompiler(sources, 20).compile('{% ($f := function(){$f()}; $f()) %}', 'Output');
    await expect(turning.evaluate({})).rejects.toThrow('threw an error during evaluation. D1012');
  });
});

describe('time in expressions', () => {
  it('is the injected clock, for $now and $millis alike', async () => {
    expect(await evaluated('$now()')).toBe('2026-11-23T02:00:00.000Z');
    expect(await evaluated("$now('[Y0001]-[M01]-[D01] [H01]:[m01]', '+0800')")).toBe('2026-11-23 10:00');
    expect(await evaluated('$millis()')).toBe(MORNING);
  });
});

describe('values', () => {
  const input = { list: [{ n: 1 }, { n: 2 }], one: [7], none: [], deep: { name: '李', nothing: null } };

  it.each<[string, Json]>([
    ['$states.input.deep.name', '李'],
    ['$states.input.deep.nothing', null],
    ['$states.input.one', [7]],
    ['$states.input.none', []],
    ['$states.input.list.n', [1, 2]],
    ['$states.input.list[n=2]', { n: 2 }],
    ['$states.input.list[n=2][]', [{ n: 2 }]],
    ['$total', 3],
    ['{"a": $states.input.none.x, "b": 1}', { b: 1 }],
  ])('%s is %j', async (expression, value) => {
    expect(await evaluated(expression, { states: { input }, total: 3 })).toEqual(value);
  });

  it('an expression evaluated directly gives what JSONata gives', async () => {
    const direct = [
      '$states',
      '$states.input',
      '$states.input.deep',
      '$states.input.list.n',
      '$total',
      '"text"',
      'null',
    ];
    for (const expression of direct) {
      const byJsonata = await evaluated(`(${expression})`, { states: { input }, total: 3 });
      expect(await evaluated(expression, { states: { input }, total: 3 })).toEqual(byJsonata);
    }
  });

  it('a lone value selected by one expression is not unwrapped again by the next', async () => {
    const selected = await evaluated('$states.input.list[n>0]', { states: { input: { list: [{ n: 1 }, { n: 2 }] } } });
    expect(await evaluated('$states.input', { states: { input: { kept: selected } } })).toEqual({ kept: selected });
    expect(Object.keys(selected ?? {})).toEqual(['0', '1']);
  });

  it.each(['$sum', 'function($x){$x}', '{"f": $sum}', '[$sum]'])('%s is refused: no JSON', async (expression) => {
    await expect(evaluated(expression)).rejects.toThrow('returned an unsupported result type.');
  });

  it('a field of another type is refused with the value it has', async () => {
    const items = compiler.compile('{% $states.input %}', 'Items', 'array');
    expect(() => items.evaluate({ states: { input: { foo: 'bar' } } })).toThrow(
      'Expected \'array\', but was \'object\' for value: {"foo":"bar"}',
    );
  });
});

describe('templates', () => {
  it('tell the place of the expression that failed', async () => {
    const template = compiler.compile({ a: [{ b: '{% $no %}' }] }, 'Arguments');
    await expect(template.evaluate({})).rejects.toMatchObject({ location: 'Arguments/a[0]/b' });
  });

  it('take only whole strings for expressions', () => {
    expect(expressionIn('{% 1 %}')).toBe('1');
    expect(expressionIn(' {% 1 %} ')).toBeUndefined();
    expect(compiler.compile({ a: ' {% 1 %} ', b: '$states.input' }, 'Output').constant).toEqual({
      a: ' {% 1 %} ',
      b: '$states.input',
    });
  });
});
