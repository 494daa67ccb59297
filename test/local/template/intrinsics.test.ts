// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the placeholders of Fn::Sub
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../local/asl/contract.ts';
import { resolveCondition, resolveIntrinsics, type Scope } from '../../../local/template/intrinsics.ts';

const scope: Scope = {
  ref: (name) => {
    if (name === 'List') return ['a', 'b'];
    if (name === 'Table') return 'records';
    throw new Error(`no resource ${name}`);
  },
  getAtt: (id, attribute) => `${id}/${attribute}`,
  condition: (name) => name === 'IsOn',
  importValue: (name) => `imported ${name}`,
  mapping: (map, key, second) => `${map}.${key}.${second}`,
  dynamicReference: (reference) => `<${reference}>`,
  finish: (text) => text,
};
const resolve = (value: Json) => resolveIntrinsics(value, scope, 'Stack/Thing');

describe('intrinsic functions', () => {
  test.each<[string, Json, Json]>([
    ['Ref', { Ref: 'Table' }, 'records'],
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Fn', 'Arn'] }, 'Fn/Arn'],
    ['Fn::GetAtt as a text', { 'Fn::GetAtt': 'Fn.Nested.Arn' }, 'Fn/Nested.Arn'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'Table' }, 3]] }, 'a-records-3'],
    ['Fn::Join over a referenced list', { 'Fn::Join': ['+', { Ref: 'List' }] }, 'a+b'],
    ['Fn::Sub', { 'Fn::Sub': '${Table}/${Fn.Arn}/${!Literal}' }, 'records/Fn/Arn/${Literal}'],
    ['Fn::Sub with variables', { 'Fn::Sub': ['${x} of ${Table}', { x: { Ref: 'Table' } }] }, 'records of records'],
    ['Fn::Select', { 'Fn::Select': ['1', { 'Fn::Split': ['|', 'x|y|z'] }] }, 'y'],
    ['Fn::If taken', { 'Fn::If': ['IsOn', 'yes', 'no'] }, 'yes'],
    ['Fn::If not taken', { 'Fn::If': ['IsOff', 'yes', { Ref: 'Table' }] }, 'records'],
    ['Fn::ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': 'of-${Table}' } }, 'imported of-records'],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['m', { Ref: 'Table' }, 's'] }, 'm.records.s'],
    ['Fn::Base64', { 'Fn::Base64': 'hello' }, 'aGVsbG8='],
    ['a dynamic reference', 'key={{resolve:secretsmanager:x}}', 'key=<resolve:secretsmanager:x>'],
    ['plain values', { a: [1, true, null, { b: 'c' }] }, { a: [1, true, null, { b: 'c' }] }],
  ])('%s', (_name, given, expected) => {
    expect(resolve(given)).toEqual(expected);
  });

  test('AWS::NoValue removes its property and its list entry', () => {
    const optional = { 'Fn::If': ['IsOff', 'x', { Ref: 'AWS::NoValue' }] };
    expect(resolve({ kept: 1, gone: optional, list: ['a', optional] })).toEqual({ kept: 1, list: ['a'] });
  });

  test('an uncovered function is named with its place', () => {
    expect(() => resolve({ deep: [{ 'Fn::GetAZs': '' }] })).toThrow('Stack/Thing.deep[0]: Fn::GetAZs is not covered');
  });

  test('a selection beyond the end is an error', () => {
    expect(() => resolve({ 'Fn::Select': [2, ['a']] })).toThrow('selects beyond the end');
  });
});

describe('conditions', () => {
  test.each<[Json, boolean]>([
    [{ 'Fn::Equals': [{ Ref: 'Table' }, 'records'] }, true],
    [{ 'Fn::Not': [{ 'Fn::Equals': ['a', 'a'] }] }, false],
    [{ 'Fn::And': [{ Condition: 'IsOn' }, { 'Fn::Equals': ['a', 'b'] }] }, false],
    [{ 'Fn::Or': [{ Condition: 'IsOff' }, { Condition: 'IsOn' }] }, true],
  ])('%j is %s', (condition, expected) => {
    expect(resolveCondition(condition, scope, 'Stack/Conditions.X')).toBe(expected);
  });

  test('anything else is refused by name', () => {
    expect(() => resolveCondition({ 'Fn::Sub': 'x' }, scope, 'Stack/Conditions.X')).toThrow('Fn::Sub is no condition');
  });
});
