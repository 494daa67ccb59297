import { Converter } from 'opencc-js';
import { describe, expect, test } from 'vitest';
import { outcomeOfLine, suggestedWords } from '../../../../functions/shared/domain/reply-keyword.ts';
import { decidableByReply } from '../../../../functions/shared/domain/reply-reading.ts';
import { findStep, steps } from '../../../../functions/shared/domain/steps.ts';

const traditional = [Converter({ from: 'cn', to: 'tw' }), Converter({ from: 'cn', to: 'hk' })];
const keywords = steps.flatMap((step) =>
  step.outcomes.flatMap((outcome) => outcome.keywords.map((keyword) => ({ step, outcome, keyword }))),
);

function step(id: string) {
  const found = findStep(id);
  if (found === undefined) throw new Error(`no step ${id}`);
  return found;
}

describe('keywords of the catalogue', () => {
  test.each(steps.map(({ id }) => id))('at step %s each keyword stands for one outcome only', (id) => {
    for (const outcome of step(id).outcomes) {
      for (const keyword of outcome.keywords) expect(outcomeOfLine(step(id), keyword)?.id, keyword).toBe(outcome.id);
    }
  });

  test('what a person is told to write does decide, wherever a reply can', () => {
    for (const each of steps) {
      for (const outcome of each.outcomes.filter((one) => decidableByReply(each, one))) {
        for (const word of suggestedWords(outcome)) expect(outcomeOfLine(each, word)?.id, word).toBe(outcome.id);
      }
    }
  });

  test('every keyword is understood in traditional characters, as written in Taiwan and in Hong Kong', () => {
    for (const { step: of, outcome, keyword } of keywords) {
      for (const convert of traditional) expect(outcomeOfLine(of, convert(keyword))?.id, keyword).toBe(outcome.id);
    }
  });
});

describe('one line of a reply', () => {
  test.each([
    '通过',
    '通过。',
    ' 通过 ',
    '“通过”',
    '【通过】',
    '通过!!!',
    '＊通过＊',
    'APPROVE',
    'Approve.',
    'ａｐｐｒｏｖｅ',
    '> Approve',
    '- approve',
  ])('"%s" is a keyword and nothing else', (line) => {
    expect(outcomeOfLine(step('25'), line)?.id).toBe('approved');
  });

  test.each([
    '',
    '。',
    '通过?',
    '通过？',
    '不 通过',
    '通过吗',
    '通过，但是',
    '通过 驳回',
    '通过/驳回',
    'approve or reject',
    'not approve',
    '👎通过',
    'x'.repeat(500),
  ])('"%s" decides nothing', (line) => {
    expect(outcomeOfLine(step('25'), line)).toBeUndefined();
  });
});
