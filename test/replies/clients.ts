import {
  type Charset,
  encodedWord,
  htmlPart,
  mailBytes,
  multipart,
  type Part,
  type Transfer,
  textPart,
} from './mime.ts';

/**
 * Replies as the mail clients of our people write them: each puts the person's own words where that client does, and
 * quotes our notice the way that client does. The notice itself is full of keywords, as ours are.
 */

export const person = { name: '张伟', email: 'zhang.wei@example.cn' };
export const replyTo = 'r-mzxw6ytboi2gc43emzqxg3dlmjqxgztoobzwwzbrgiytemjsgeza@reply.example.com';
const service = '销售流程';
const from = 'sop@mail.example.com';
const subject = '[AD-20261122-7K3F9Q] 请审核合同 · Review the contract';
export const sentDate = 'Sun, 22 Nov 2026 10:42:07 +0800';

/** What was mailed to the person, as the quotation shows it. */
const notice = [
  '审核合同',
  '',
  '张伟，您好：',
  '',
  '同意',
  '',
  '请按销售流程规则审核合同：合同是否符合标准？',
  '',
  '查看并处理:',
  'https://sop.example.com/t/EiQ0Zm9v',
  '',
  '直接回复本邮件也可以：第一行只写 符合 或 不符合。',
];
const noticeHtml = notice.map((line) => `<p>${line}</p>`).join('\n');

export interface Words {
  /** The lines the person typed. */
  readonly own: readonly string[];
  readonly charset?: Charset;
  readonly transfer?: Transfer;
  readonly headers?: readonly string[];
  readonly files?: readonly Part[];
  /** Replaces the From line's value. */
  readonly from?: string;
  /** Leave one of the alternatives out. */
  readonly only?: 'text' | 'html';
}

const divs = (lines: readonly string[]): string => lines.map((line) => `<div>${line || '<br>'}</div>`).join('');
const escaped = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => line.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;'));
const prefixed = (lines: readonly string[]): string =>
  lines.map((line) => (line === '' ? '>' : `> ${line}`)).join('\n');

let sequence = 0;

/** A whole mail around the alternatives of a body. */
export function letter(words: Words, mailer: string, text: string, html: string): Uint8Array {
  sequence += 1;
  const how = { charset: words.charset ?? 'utf-8', transfer: words.transfer ?? 'base64' };
  const texts =
    words.only === 'text'
      ? textPart(text, how)
      : words.only === 'html'
        ? htmlPart(html, how)
        : multipart('alternative', [textPart(text, how), htmlPart(html, how)]);
  const body = words.files === undefined ? texts : multipart('mixed', [texts, ...words.files]);
  return mailBytes({
    headers: [
      `From: ${words.from ?? `${encodedWord(person.name, how.charset)} <${person.email}>`}`,
      `To: ${encodedWord(service)} <${replyTo}>`,
      `Subject: ${encodedWord(`Re: ${subject}`)}`,
      `Date: ${sentDate}`,
      `Message-ID: <${sequence}.corpus@mail.example.cn>`,
      'In-Reply-To: <0100018f-notice@mail.example.com>',
      `X-Mailer: ${mailer}`,
      ...(words.headers ?? []),
    ],
    body,
  });
}

export function qqMail(words: Words): Uint8Array {
  const head = [
    `发件人: "${service}" <${from}>;`,
    '发送时间: 2026年11月22日(星期天) 上午10:31',
    `收件人: "${person.name}" <${person.email}>;`,
    `主题: ${subject}`,
  ];
  // QQ leaves the entity in the plain text as well.
  const rule = '------------------&nbsp;原始邮件&nbsp;------------------';
  return letter(
    words,
    'QQMail 2.x',
    [...words.own, '', '', '', '', rule, ...head, '', ...notice].join('\n'),
    `${divs(escaped(words.own))}<div><br></div><div><br></div><div style="font-size: 12px;font-family: Arial Narrow;padding:2px 0 2px 0;">${rule}</div><div style="font-size: 12px;background:#efefef;padding:8px;">${divs(escaped(head))}</div><div><br></div>${noticeHtml}<style type="text/css">.qmbox style, .qmbox script{display: none !important;}</style>`,
  );
}

export function qqMailPhone(words: Words): Uint8Array {
  const own = [...words.own, '', '', '发自我的iPhone'];
  const rule = '------------------ Original ------------------';
  const head = [
    `From: ${service} <${from}>`,
    'Date: Sun,Nov 22,2026 10:31 AM',
    `To: zhang.wei <${person.email}>`,
    `Subject: Re: ${subject}`,
  ];
  return letter(
    words,
    'QQMail iOS',
    [...own, '', '', rule, ...head, '', ...notice].join('\n'),
    `${divs(escaped(own))}<div><includetail><div><br></div><div style="font-size:12px">${rule}</div>${divs(escaped(head))}${noticeHtml}</includetail></div>`,
  );
}

export function wecomMail(words: Words): Uint8Array {
  const own = [...words.own, '', '发自我的企业微信'];
  const rule = '------------------&nbsp;Original&nbsp;------------------';
  const head = [
    `From: &nbsp;"${service}"<${from}>;`,
    'Date: &nbsp;Sun, Nov 22, 2026 10:31 AM',
    `To: &nbsp;"${person.name}"<${person.email}>;`,
    `Subject: &nbsp;${subject}`,
  ];
  return letter(
    words,
    'WeCom Mail',
    [...own, '', rule, ...head, '', ...notice].join('\n'),
    `${divs(escaped(own))}<div>${rule}</div>${divs(head)}<div>${noticeHtml}</div>`,
  );
}

export function netease163(words: Words): Uint8Array {
  const line = `在 2026-11-22 10:31:05，"${service}" <${from}> 写道：`;
  return letter(
    words,
    'Coremail Webmail Server Version XT5',
    [...words.own, '', '', '', '', '', '', '', line, '', ...notice].join('\n'),
    `<div style="line-height:1.7;color:#000000;font-size:14px;font-family:Arial">${divs(escaped(words.own))}<br/><br/><p style="margin: 0;"><br></p><div style="position:relative;zoom:1"></div><div id="divNeteaseMailCard"></div><p>${escaped([line]).join('')}</p><blockquote id="isReplyContent" style="PADDING-LEFT: 1ex; MARGIN: 0px 0px 0px 0.8ex; BORDER-LEFT: #ccc 1px solid">${noticeHtml}</blockquote></div>`,
  );
}

export function netease163Old(words: Words): Uint8Array {
  const line = `At 2026-11-22 10:31:05, "${service}" <${from}> wrote:`;
  return letter(
    words,
    'Coremail Webmail Server Version SP_ntes V3.5',
    [...words.own, '', '', '', line, prefixed(notice)].join('\n'),
    `${divs(escaped(words.own))}<pre><br>${escaped([line]).join('')}\n${prefixed(notice)}</pre>`,
  );
}

export function neteaseMailMaster(words: Words): Uint8Array {
  const card = ['', '| |', person.name, '|', '|', `邮箱：${person.email}`, '|', '签名由 网易邮箱大师 定制'];
  const head = [
    '---- 回复的原邮件 ----',
    `| 发件人 | ${service}<${from}> |`,
    '| 日期 | 2026年11月22日 10:31 |',
    `| 收件人 | ${person.email}<${person.email}> |`,
    `| 主题 | ${subject} |`,
  ];
  return letter(
    words,
    'NetEase Mail Master',
    [...words.own, ...card, ...head, ...notice].join('\n'),
    `${divs(escaped(words.own))}<div class="ntes-mailmaster-signature"><table><tr><td>${person.name}</td></tr><tr><td>邮箱：${person.email}</td></tr></table><div>签名由 <a href="https://mail.163.com/dashi/">网易邮箱大师</a> 定制</div></div><div>---- 回复的原邮件 ----</div><table><tr><td>发件人</td><td>${service}&lt;${from}&gt;</td></tr><tr><td>日期</td><td>2026年11月22日 10:31</td></tr></table><blockquote>${noticeHtml}</blockquote>`,
  );
}

export function foxmail(words: Words): Uint8Array {
  const head = [`发件人： ${service}`, '发送时间： 2026-11-22 10:31', `收件人： ${person.name}`, `主题： ${subject}`];
  return letter(
    words,
    'Foxmail 7.2.25.331[cn]',
    [...words.own, '', '', '', person.email, ' ', ...head, ...notice].join('\n'),
    `<html><head><meta http-equiv="content-type" content="text/html; charset=gb18030"><style>body { line-height: 1.5; }blockquote { margin-top: 0px; }</style></head><body>${divs(escaped(words.own))}<div><br></div><hr style="WIDTH: 210px; HEIGHT: 1px" color="#b5c4df" size="1" align="left"><div><span><div style="MARGIN: 10px; FONT-FAMILY: verdana; FONT-SIZE: 10pt"><div>${person.email}</div></div></span></div><blockquote style="margin-top: 0px; margin-bottom: 0px; margin-left: 0.5em;"><div>&nbsp;</div><div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm">${divs(head)}</div>${noticeHtml}</blockquote></body></html>`,
  );
}

export function outlookZh(words: Words, signature: readonly string[] = []): Uint8Array {
  const head = [
    `发件人: ${service} <${from}>`,
    '发送时间: 2026年11月22日 10:31',
    `收件人: ${person.name} <${person.email}>`,
    `主题: ${subject}`,
  ];
  const own = [...words.own, ...signature];
  return letter(
    words,
    'Microsoft Outlook 16.0',
    [...own, '', ...head, '', ...notice].join('\n'),
    `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {margin:0cm;} --></style></head><body lang="ZH-CN"><div class="WordSection1">${escaped(
      own,
    )
      .map((line) => `<p class="MsoNormal"><span lang="EN-US">${line || '<o:p>&nbsp;</o:p>'}</span></p>`)
      .join(
        '',
      )}<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>发件人<span lang="EN-US">:</span></b> ${service} &lt;${from}&gt; <br><b>发送时间<span lang="EN-US">:</span></b> 2026年11月22日 10:31<br><b>收件人<span lang="EN-US">:</span></b> ${person.name}<br><b>主题<span lang="EN-US">:</span></b> ${subject}</p></div></div>${noticeHtml}</div></body></html>`,
  );
}

/** Plain-text mode of the Chinese desktop client. */
export function outlookZhPlain(words: Words): Uint8Array {
  return letter(
    { ...words, only: 'text' },
    'Microsoft Outlook 16.0',
    [
      ...words.own,
      '',
      '-----邮件原件-----',
      `发件人: ${service} <${from}> `,
      '发送时间: 2026年11月22日 10:31',
      `收件人: ${person.email}`,
      `主题: ${subject}`,
      '',
      ...notice,
    ].join('\n'),
    '',
  );
}

export function outlookEn(words: Words): Uint8Array {
  const head = [
    `From: ${service} <${from}>`,
    'Sent: Sunday, November 22, 2026 10:31 AM',
    `To: ${person.name} <${person.email}>`,
    `Subject: ${subject}`,
  ];
  return letter(
    words,
    'Microsoft Outlook 16.0',
    [...words.own, '', ...head, '', ...notice].join('\n'),
    `<div class="WordSection1">${words.own.map((line) => `<p class="MsoNormal">${line || '&nbsp;'}</p>`).join('')}<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in"><p class="MsoNormal"><b>From:</b> ${service} &lt;${from}&gt;<br><b>Sent:</b> Sunday, November 22, 2026 10:31 AM<br><b>To:</b> ${person.name}<br><b>Subject:</b> ${subject}</p></div>${noticeHtml}</div>`,
  );
}

export function outlookWeb(words: Words): Uint8Array {
  return letter(
    words,
    'Outlook on the web',
    [
      ...words.own,
      '________________________________',
      `From: ${service} <${from}>`,
      'Sent: Sunday, November 22, 2026 10:31',
      `To: ${person.name} <${person.email}>`,
      `Subject: ${subject}`,
      '',
      ...notice,
    ].join('\n'),
    `<div class="elementToProof">${divs(escaped(words.own))}</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif"><b>From:</b> ${service}<br><b>Sent:</b> Sunday, November 22, 2026 10:31<br></font></div>${noticeHtml}`,
  );
}

export function outlookPhone(words: Words): Uint8Array {
  return letter(
    words,
    'Outlook-iOS',
    [
      ...words.own,
      '',
      '获取 Outlook for iOS<https://aka.ms/o0ukef>',
      '________________________________',
      `发件人: ${service} <${from}>`,
      '发送时间: Sunday, November 22, 2026 10:31:05 AM',
      `收件人: ${person.name}`,
      `主题: ${subject}`,
      '',
      ...notice,
    ].join('\n'),
    `<div>${divs(escaped(words.own))}</div><div id="ms-outlook-mobile-signature">获取 <a href="https://aka.ms/o0ukef">Outlook for iOS</a></div><div id="mail-editor-reference-message-container"><hr><div><b>发件人:</b> ${service}</div>${noticeHtml}</div>`,
  );
}

export function gmailZh(words: Words): Uint8Array {
  const line = [`${service} <${from}> 于2026年11月22日周日`, '10:31写道：'];
  return letter(
    words,
    'Gmail',
    [...words.own, '', ...line, '', prefixed(notice)].join('\n'),
    `<div dir="ltr">${divs(escaped(words.own))}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${service} &lt;<a href="mailto:${from}">${from}</a>&gt; 于2026年11月22日周日 10:31写道：<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex">${noticeHtml}</blockquote></div>`,
  );
}

export function gmailEn(words: Words): Uint8Array {
  return letter(
    words,
    'Gmail',
    [...words.own, '', `On Sun, Nov 22, 2026 at 10:31 AM ${service} <`, `${from}> wrote:`, '', prefixed(notice)].join(
      '\n',
    ),
    `<div dir="ltr">${divs(escaped(words.own))}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Sun, Nov 22, 2026 at 10:31 AM ${service} wrote:<br></div><blockquote class="gmail_quote">${noticeHtml}</blockquote></div>`,
  );
}

export function gmailTraditional(words: Words): Uint8Array {
  return letter(
    { ...words, only: 'text', from: `${encodedWord('張偉', 'big5')} <${person.email}>` },
    'Gmail',
    [
      ...words.own,
      '',
      `銷售流程 <${from}> 於 2026年11月22日 週日 上午10:31寫道：`,
      '',
      prefixed(['審核合同', '', '同意']),
    ].join('\n'),
    '',
  );
}

export function appleMailZh(words: Words): Uint8Array {
  return letter(
    words,
    'Apple Mail (2.3826.400.131.1.6)',
    [...words.own, '', `> 2026年11月22日 10:31，${service} <${from}> 写道：`, '> ', prefixed(notice)].join('\n'),
    `<html><body style="overflow-wrap: break-word; -webkit-nbsp-mode: space;">${divs(escaped(words.own))}<br><div><blockquote type="cite"><div>2026年11月22日 10:31，${service} &lt;${from}&gt; 写道：</div><br class="Apple-interchange-newline">${noticeHtml}</blockquote></div></body></html>`,
  );
}

export function iphoneZh(words: Words): Uint8Array {
  return letter(
    words,
    'iPhone Mail (24A123)',
    [
      ...words.own,
      '',
      '发自我的 iPhone',
      '',
      `> 在 2026年11月22日，上午10:31，${service} <${from}> 写道：`,
      '> ',
      prefixed(notice),
    ].join('\n'),
    `<div dir="auto">${divs(escaped(words.own))}<br><div dir="ltr">发自我的 iPhone</div><div dir="ltr"><br><blockquote type="cite">在 2026年11月22日，上午10:31，${service} 写道：<br>${noticeHtml}</blockquote></div></div>`,
  );
}

export function iphoneEn(words: Words): Uint8Array {
  return letter(
    words,
    'iPhone Mail (24A123)',
    [
      ...words.own,
      '',
      'Sent from my iPhone',
      '',
      `On 22 Nov 2026, at 10:31, ${service} <${from}> wrote:`,
      '',
      prefixed(notice),
    ].join('\n'),
    `<div dir="auto">${divs(escaped(words.own))}<br><div>Sent from my iPhone</div><blockquote type="cite">On 22 Nov 2026, at 10:31 wrote:<br>${noticeHtml}</blockquote></div>`,
  );
}

export function alimail(words: Words): Uint8Array {
  const rule = '------------------------------------------------------------------';
  return letter(
    words,
    'Alimail-Mailagent',
    [
      ...words.own,
      '',
      rule,
      `发件人：${service} <${from}>`,
      '发送时间：2026年11月22日(星期日) 10:31',
      `收件人：${person.name} <${person.email}>`,
      `主　题：${subject}`,
      '',
      ...notice,
    ].join('\n'),
    `<div class="__aliyun_email_body_block">${divs(escaped(words.own))}<div class="__aliyun_previous_wrap"><blockquote><div>${rule}</div><div>发件人：${service}</div>${noticeHtml}</blockquote></div></div>`,
  );
}

export function dingtalk(words: Words): Uint8Array {
  return letter(
    { ...words, only: 'text' },
    'DingTalk Mail',
    [
      ...words.own,
      '',
      `------------------------------------------------------------------发件人：${service}<${from}>日　期：2026年11月22日 10:31:05收件人：${person.email}主　题：${subject}`,
      ...notice,
    ].join('\n'),
    '',
  );
}

export function androidHuawei(words: Words): Uint8Array {
  return letter(
    words,
    'Huawei Mail',
    [
      ...words.own,
      '',
      '发自我的华为手机',
      '',
      '-------- 原始邮件 --------',
      `发件人： ${service} <${from}>`,
      '日期： 2026年11月22日周日 10:31',
      `收件人： ${person.email}`,
      `主题： ${subject}`,
      '',
      ...notice,
    ].join('\n'),
    `${divs(escaped(words.own))}<br>发自我的华为手机<br><br>-------- 原始邮件 --------<br>发件人： ${service}<br>日期： 2026年11月22日周日 10:31<br>收件人： ${person.email}<br>${noticeHtml}`,
  );
}
