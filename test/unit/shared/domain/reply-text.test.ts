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

  test.each([
    ['thanks in the middle', '驳回\n金额有误\n谢谢\n另外日期也不对'],
    ['a phone number that is the matter', '驳回\n电话：021-55551234\n这个号码是错的'],
    ['a reason that comes from somebody', '驳回\n来自客户的要求：标题放大'],
    ['a device that is the matter', '驳回\n从手机上看，图片变形'],
    ['a long reason below thanks', '驳回\nThanks\nBut the total is wrong, see page 2.'],
  ])('given %s, then nothing of it is lost', (_, text) => {
    expect(own(text)).toEqual(text.split('\n'));
  });

  test.each([
    '发自我的iPhone',
    '发自我的华为手机',
    '发自 Outlook for iOS',
    '来自 Outlook',
    '发自新浪邮箱客户端',
    '发自我的企业微信',
    '从我的 iPhone 发送',
    '从 Windows 版邮件发送',
    '發自我的 iPhone',
    'Sent from my iPhone',
    'Sent via QQ Mail',
    'Get Outlook for Android<https://aka.ms/AAb9ysg>',
    '获取 Outlook for iOS<https://aka.ms/o0ukef>',
    '签名由 网易邮箱大师 定制',
  ])('given "%s" below, then it is no comment', (line) => {
    expect(own(`同意\n\n${line}`)).toEqual(['同意']);
  });

  test.each([
    ['Samsung', '-------- 原始信息 --------'],
    ['139 Mail', '----邮件原文----'],
    ['QQ on a phone', '---原始邮件---'],
    ['QQ on a phone, English', '---Original---'],
    ['Coremail', '-----原始邮件-----'],
    ['Zoho', '---- 在 星期日, 2026-11-22 10:31:05 +0800 销售流程 <sop@mail.example.com> 撰写 ----'],
    ['Zoho, English', '---- On Sun, 22 Nov 2026 10:31:05 +0800 Sales <sop@mail.example.com> wrote ----'],
    ['Thunderbird', '在 2026/11/22 10:31, 销售流程 写道:'],
    ['Thunderbird, English', 'On 22/11/2026 10:31, Sales wrote:'],
    ['Spark', 'On Nov 22, 2026 at 10:31 +0800, Sales <sop@mail.example.com>, wrote:'],
    ['Feishu', '销售流程<sop@mail.example.com> 在 2026年11月22日 周日 10:31 写道：'],
    ['Outlook for Mac', '发件人： 销售流程 <sop@mail.example.com>\n日期： 2026年11月22日 星期日 10:31\n收件人： 张伟'],
    ['bold headers', '**发件人:** 销售流程\n**发送时间:** 2026年11月22日'],
    ['traditional Outlook', '寄件者: 銷售流程\n寄件日期: 2026年11月22日'],
    ['old Outlook', '-----Original Message-----\nFrom: Sales [mailto:sop@mail.example.com]'],
  ])("given %s's way of quoting, then the quotation is left out", (_, line) => {
    expect(own(`驳回\n金额有误\n\n${line}\n同意\n请审核合同`)).toEqual(['驳回', '金额有误']);
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
    own(`同意\n${'@.'.repeat(50_000)} x`);
    own(`同意\n${'<@'.repeat(50_000)} wrote:`);
    own(`同意\n${'-'.repeat(90_000)} wrote`);
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
