import { expect, test } from 'vitest';
import type { Json } from '../../../local/asl/contract.ts';
import { matchesPattern } from '../../../local/services/events/event-pattern.ts';

const event: Json = {
  source: 'sales',
  'detail-type': 'ContractSigned',
  detail: {
    amount: 250,
    city: 'Shanghai',
    tags: ['new', 'big'],
    lines: [{ sku: 'a' }, { sku: 'b' }],
    note: null,
    ip: '10.0.4.7',
    file: 'scan-2026.pdf',
  },
};

test.each<[string, Json, boolean]>([
  ['equal value', { source: ['sales', 'other'] }, true],
  ['no equal value', { source: ['other'] }, false],
  ['number', { detail: { amount: [250] } }, true],
  ['null', { detail: { note: [null] } }, true],
  ['a list holds one of the values', { detail: { tags: ['big'] } }, true],
  ['an object in a list', { detail: { lines: { sku: ['b'] } } }, true],
  ['all fields must match', { source: ['sales'], detail: { city: ['Beijing'] } }, false],
  ['prefix', { detail: { city: [{ prefix: 'Shang' }] } }, true],
  ['prefix ignoring case', { detail: { city: [{ prefix: { 'equals-ignore-case': 'SHANG' } }] } }, true],
  ['suffix', { detail: { file: [{ suffix: '.pdf' }] } }, true],
  ['equals-ignore-case', { detail: { city: [{ 'equals-ignore-case': 'SHANGHAI' }] } }, true],
  ['wildcard', { detail: { file: [{ wildcard: 'scan-*.pdf' }] } }, true],
  ['wildcard with a literal star', { detail: { file: [{ wildcard: 'scan-\\*.pdf' }] } }, false],
  ['anything-but', { detail: { city: [{ 'anything-but': ['Beijing'] }] } }, true],
  ['anything-but the value', { detail: { city: [{ 'anything-but': 'Shanghai' }] } }, false],
  ['anything-but a prefix', { detail: { city: [{ 'anything-but': { prefix: 'Shang' } }] } }, false],
  ['anything-but of a missing field', { detail: { none: [{ 'anything-but': 'x' }] } }, false],
  ['numeric range', { detail: { amount: [{ numeric: ['>', 100, '<=', 250] }] } }, true],
  ['numeric outside', { detail: { amount: [{ numeric: ['<', 100] }] } }, false],
  ['exists', { detail: { amount: [{ exists: true }] } }, true],
  ['exists false of what is there', { detail: { amount: [{ exists: false }] } }, false],
  ['exists false of what is missing', { detail: { gone: [{ exists: false }] } }, true],
  ['cidr', { detail: { ip: [{ cidr: '10.0.0.0/16' }] } }, true],
  ['cidr outside', { detail: { ip: [{ cidr: '10.1.0.0/16' }] } }, false],
  ['$or', { $or: [{ source: ['x'] }, { detail: { city: ['Shanghai'] } }] }, true],
])('%s', (_name, pattern, expected) => {
  expect(matchesPattern(pattern, event)).toBe(expected);
});

test('an operator that is not covered is refused by name', () => {
  expect(() => matchesPattern({ source: [{ soundsLike: 'x' }] }, event)).toThrow('operator soundsLike');
});
