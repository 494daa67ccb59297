import { describe, expect, test } from 'vitest';
import { decodeEntities, textOfHtml } from '../../../../functions/shared/domain/reply-html.ts';
import { ownLines } from '../../../../functions/shared/domain/reply-text.ts';

const writer = { name: '张伟', email: 'zhang.wei@example.cn' };
const own = (text: string): readonly string[] => ownLines(text, writer);

describe('the own lines of a reply', () => {
  test.each([
    ['their address alone', '驳回\n金额有误\nzhang.wei@example.cn\n同意'],
    ['their name alone', '驳回\n金额有误\n\n张伟\n助理'],
    ['their name before a bar', '驳回\n金额有误\n张伟 | 助理 | 销售部'],
    ['a phone number', '驳回\n金额有误\n电话：021-55551234\n上海'],
    ['closing words', '驳回\n金额有误\n谢谢！\n小张'],
    ['a dashed line', '驳回\n金额有误\n--\n任何内容'],
    ['a disclaimer', '驳回\n金额有误\n【保密提示】同意'],
  ])('end at %s', (_, text) => {
    expect(own(text)).toEqual(['驳回', '金额有误']);
  });

  test('given a long text below a word that may close a letter, then it is text', () => {
    const long = Array.from({ length: 14 }, (_, i) => `第 ${i} 处需要修改`);
    expect(own(['驳回', '谢谢', ...long].join('\n'))).toHaveLength(16);
  });

  test('given a reason that begins like a contact line, then it is a reason', () => {
    expect(own('驳回\n地址：落地页地址写错了')).toEqual(['驳回', '地址：落地页地址写错了']);
    expect(own('驳回\n电话写错了一位')).toEqual(['驳回', '电话写错了一位']);
  });

  test('given their name first, then it is what they wrote', () => {
    expect(own('张伟\n同意')).toEqual(['张伟', '同意']);
  });

  test('given words about writing, then they are no quotation', () => {
    expect(own('驳回\n客户在合同里写道：')).toEqual(['驳回', '客户在合同里写道：']);
    expect(own('驳回\nFrom: what I see it is wrong')).toEqual(['驳回', 'From: what I see it is wrong']);
  });

  test('given quotation marks between own lines, then the own lines stay in order', () => {
    expect(own('驳回\n> 第一条\n应为 12,000\n> 第二条\n应删去')).toEqual(['驳回', '应为 12,000', '应删去']);
  });

  test('given a hundred thousand attributions, then it is read in no time', () => {
    const started = performance.now();
    own('On 1 wrote:\nOn 2 wrote\n'.repeat(50_000));
    own(`${'>'.repeat(50_000)}\n`.repeat(20));
    own(`同意\n${' '.repeat(90_000)}x`);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('HTML as text', () => {
  test.each([
    ['blocks are lines', '<p>同意</p><p>好</p>', '同意\n\n好'],
    ['breaks are lines', '同意<br/>好<BR>了', '同意\n好\n了'],
    ['blanks are one', '<div>  a \n\t b&nbsp;&nbsp;c </div>', 'a b c'],
    ['entities are characters', '&#21516;&#x610F; &amp;lt; &unknown;', '同意 &lt; &unknown;'],
    [
      'a quotation is one mark',
      '<div>a</div><blockquote>同意<blockquote>x</blockquote></blockquote><div>b</div>',
      'a\n\n>\n\nb',
    ],
    ['styles and scripts are not text', '<style>p{a:"</p>"}</style><script>"<p>同意</p>"</script>a', 'a'],
    ['comments are not text', 'a<!-- <p>同意</p> -->b', 'ab'],
    ['a signature is left out', 'a<div class="gmail_signature">同意</div>b', 'a\nb'],
    ['what is hidden is left out', 'a<span style="DISPLAY : none">同意</span>b', 'ab'],
    [
      'a link shows where it leads',
      '<a href="https://a.example/x?b=1&amp;c=2">here</a>',
      'here <https://a.example/x?b=1&c=2>',
    ],
    [
      'a link that shows it already does not',
      '<a href="https://a.example/">https://a.example/</a>',
      'https://a.example/',
    ],
    ['a quoted angle bracket is in the attribute', '<p title="a>b">c</p>', 'c'],
    ['a lone angle bracket is text', '1 < 2', '1 < 2'],
    ['an unclosed quotation hides the rest', 'a<blockquote>同意', 'a\n>'],
    ['an unclosed tag ends it', 'a<p class="同意', 'a'],
  ])('%s', (_, html, text) => {
    expect(
      textOfHtml(html)
        .replace(/\n{3,}/g, '\n\n')
        .trim(),
    ).toBe(text);
  });

  test('given hostile input, then it takes linear time', () => {
    const started = performance.now();
    for (const piece of ['<', '<!--', '<a ', '<p class="', '&#', '<div style="', '<blockquote>', '</div']) {
      textOfHtml(piece.repeat(40_000));
    }
    expect(performance.now() - started).toBeLessThan(4000);
  });

  test('given impossible code points, then they stay as they are', () => {
    expect(decodeEntities('&#0; &#x110000; &#xd800; &#128077;')).toBe('&#0; &#x110000; &#xd800; 👍');
  });
});
