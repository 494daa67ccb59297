import { expect, test } from 'vitest';
import { inputFor } from '../../../local/services/events/target-input.ts';
import type { TargetSpec } from '../../../local/template/events.ts';

const event = { source: 'sales', detail: { id: 7, note: 'a "quoted" word', list: ['x', 'y'] } };
const target = (more: Partial<TargetSpec>): TargetSpec => ({
  id: 't',
  arn: 'arn',
  maxRetries: 0,
  maxAgeMs: 0,
  ...more,
});

test('without anything the whole event is sent', () => {
  expect(JSON.parse(inputFor(target({}), event))).toEqual(event);
});

test('a constant input replaces the event', () => {
  expect(inputFor(target({ input: '{"a":1}' }), event)).toBe('{"a":1}');
});

test('an input path picks a part', () => {
  expect(inputFor(target({ inputPath: '$.detail.list[1]' }), event)).toBe('"y"');
});

test('a transformer puts values into its template, as JSON outside and as text inside of strings', () => {
  const inputTransformer = {
    paths: { id: '$.detail.id', note: '$.detail.note', list: '$.detail.list', gone: '$.detail.gone' },
    template: '{"id": <id>, "say": "<note> #<id>", "list": <list>, "gone": <gone>}',
  };
  expect(JSON.parse(inputFor(target({ inputTransformer }), event))).toEqual({
    id: 7,
    say: 'a "quoted" word #7',
    list: ['x', 'y'],
    gone: '',
  });
});

test('a template that is a text stays a text', () => {
  const inputTransformer = { paths: { id: '$.detail.id' }, template: '"case <id> moved"' };
  expect(inputFor(target({ inputTransformer }), event)).toBe('"case 7 moved"');
});
