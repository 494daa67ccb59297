import type { Unclear } from '../../functions/shared/domain/reply-reading.ts';
import type { StepId } from '../../functions/shared/domain/steps.ts';
import * as client from './clients.ts';
import { filePart, htmlPart, mailBytes, textPart } from './mime.ts';

/** A reply and what it must lead to. */
export interface Reply {
  readonly name: string;
  readonly step: StepId;
  readonly mail: Uint8Array;
  readonly leadsTo:
    | { readonly outcome: string; readonly comment?: string; readonly pages?: readonly string[]; readonly at?: string }
    | { readonly why: Unclear };
}

const own = (...lines: readonly string[]): { own: readonly string[] } => ({ own: lines });
const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
const disclaimerZh =
  '本邮件及其附件含有本公司的保密信息，仅限于发送给上面地址中列出的个人或群组。如果您错收了本邮件，请您立即通知发件人并删除本邮件。同意';
const disclaimerEn =
  'This e-mail and any attachments are confidential and intended only for the addressee. If you are not the addressee, please delete it. Approve';

const simple = (text: string, headers: readonly string[] = []): Uint8Array =>
  mailBytes({
    headers: [
      `From: ${client.person.email}`,
      `To: ${client.replyTo}`,
      'Subject: Re: task',
      `Date: ${client.sentDate}`,
      'Message-ID: <plain@mail.example.cn>',
      ...headers,
    ],
    body: textPart(text, { transfer: '8bit' }),
  });

const shanghai = '2026-11-22T02:42:07.000Z';

export const corpus: readonly Reply[] = [
  // The clients
  {
    name: 'QQ Mail, base64, UTF-8',
    step: '6',
    mail: client.qqMail(own('同意')),
    leadsTo: { outcome: 'meets', comment: '' },
  },
  {
    name: 'QQ Mail, GB18030',
    step: '6',
    mail: client.qqMail({ ...own('驳回', '', '第三条付款日期早于签约日期。'), charset: 'gb18030' }),
    leadsTo: { outcome: 'fails', comment: '第三条付款日期早于签约日期。' },
  },
  {
    name: 'QQ Mail on a phone',
    step: '6',
    mail: client.qqMailPhone(own('符合')),
    leadsTo: { outcome: 'meets', comment: '' },
  },
  {
    name: 'QQ Mail on a phone, HTML only',
    step: '25',
    mail: client.qqMailPhone({ ...own('驳回', '订单金额与合同不一致'), only: 'html' }),
    leadsTo: { outcome: 'refused', comment: '订单金额与合同不一致' },
  },
  {
    name: 'WeCom mail',
    step: '25',
    mail: client.wecomMail(own('通过')),
    leadsTo: { outcome: 'approved', comment: '' },
  },
  {
    name: 'WeCom mail, HTML only, GBK',
    step: '25',
    mail: client.wecomMail({ ...own('通过', '请尽快归档'), only: 'html', charset: 'gbk' }),
    leadsTo: { outcome: 'approved', comment: '请尽快归档' },
  },
  {
    name: '163, GBK, base64',
    step: '25',
    mail: client.netease163({ ...own('通过', '', '原件已交销售李娜。'), charset: 'gbk' }),
    leadsTo: { outcome: 'approved', comment: '原件已交销售李娜。' },
  },
  {
    name: '163, stamping, which is done signed in',
    step: '23',
    mail: client.netease163({ ...own('已盖章', '', '原件已交销售李娜。'), charset: 'gbk' }),
    leadsTo: { why: 'sign-in-needed' },
  },
  {
    name: '163, HTML only',
    step: '23',
    mail: client.netease163({ ...own('退回', '缺少骑缝章'), only: 'html' }),
    leadsTo: { outcome: 'refused', comment: '缺少骑缝章' },
  },
  {
    name: '163 of old, GB2312, quoted-printable',
    step: '14',
    mail: client.netease163Old({ ...own('符合要求。'), charset: 'gb2312', transfer: 'quoted-printable' }),
    leadsTo: { outcome: 'accepted', comment: '' },
  },
  {
    name: 'NetEase Mail Master, with its card',
    step: '6',
    mail: client.neteaseMailMaster(own('不符合', '缺少违约条款')),
    leadsTo: { outcome: 'fails', comment: '缺少违约条款' },
  },
  {
    name: 'NetEase Mail Master, HTML only',
    step: '6',
    mail: client.neteaseMailMaster({ ...own('通过'), only: 'html' }),
    leadsTo: { outcome: 'meets', comment: '' },
  },
  {
    name: 'Foxmail, GB18030, quoted-printable',
    step: '19',
    mail: client.foxmail({
      ...own('有误', '落地页地址不对，应为活动页。'),
      charset: 'gb18030',
      transfer: 'quoted-printable',
    }),
    leadsTo: { outcome: 'failed', comment: '落地页地址不对，应为活动页。' },
  },
  {
    name: 'Foxmail, HTML only',
    step: '19',
    mail: client.foxmail({ ...own('无误'), only: 'html', charset: 'gb18030' }),
    leadsTo: { outcome: 'passed', comment: '' },
  },
  {
    name: 'Outlook in Chinese, with a signature',
    step: '6',
    mail: client.outlookZh(own('同意', '请按此执行。'), ['', '张伟', '销售助理 | 销售部', '电话：021-5555 1234']),
    leadsTo: { outcome: 'meets', comment: '请按此执行。' },
  },
  {
    name: 'Outlook in Chinese, HTML only',
    step: '6',
    mail: client.outlookZh({ ...own('驳回', '税额少算了'), only: 'html' }),
    leadsTo: { outcome: 'fails', comment: '税额少算了' },
  },
  {
    name: 'Outlook in Chinese, plain text',
    step: '25',
    mail: client.outlookZhPlain(own('通过')),
    leadsTo: { outcome: 'approved', comment: '' },
  },
  {
    name: 'Outlook in English',
    step: '25',
    mail: client.outlookEn(own('Approved', '', 'Totals match the contract.')),
    leadsTo: { outcome: 'approved', comment: 'Totals match the contract.' },
  },
  {
    name: 'Outlook in English, HTML only, quoted-printable',
    step: '25',
    mail: client.outlookEn({
      ...own('REJECT', 'Order number is missing.'),
      only: 'html',
      transfer: 'quoted-printable',
    }),
    leadsTo: { outcome: 'refused', comment: 'Order number is missing.' },
  },
  {
    name: 'Outlook on the web',
    step: '8',
    mail: client.outlookWeb(own('Confirm')),
    leadsTo: { outcome: 'confirmed', comment: '' },
  },
  {
    name: 'Outlook on the web, HTML only',
    step: '8',
    mail: client.outlookWeb({ ...own('确认'), only: 'html' }),
    leadsTo: { outcome: 'confirmed', comment: '' },
  },
  {
    name: 'Outlook on a phone',
    step: '20',
    mail: client.outlookPhone(own('确认')),
    leadsTo: { outcome: 'confirmed', comment: '' },
  },
  {
    name: 'Outlook on a phone, HTML only',
    step: '20',
    mail: client.outlookPhone({ ...own('有问题', '图片比例不对'), only: 'html' }),
    leadsTo: { outcome: 'refused', comment: '图片比例不对' },
  },
  {
    name: 'Gmail in Chinese',
    step: '4',
    mail: client.gmailZh(own('确认方案')),
    leadsTo: { outcome: 'accepted', comment: '' },
  },
  {
    name: 'Gmail in English',
    step: '4',
    mail: client.gmailEn(own('Decline', 'We have no budget this year.')),
    leadsTo: { outcome: 'declined', comment: 'We have no budget this year.' },
  },
  {
    name: 'Gmail in English, HTML only',
    step: '4',
    mail: client.gmailEn({ ...own('Accept'), only: 'html' }),
    leadsTo: { outcome: 'accepted', comment: '' },
  },
  {
    name: 'Gmail in traditional Chinese, Big5',
    step: '6',
    mail: client.gmailTraditional({ ...own('駁回', '金額與報價單不符'), charset: 'big5' }),
    leadsTo: { outcome: 'fails', comment: '金額與報價單不符' },
  },
  {
    name: 'traditional Chinese, Big5, quoted-printable',
    step: '8',
    mail: client.gmailTraditional({ ...own('確認'), charset: 'big5', transfer: 'quoted-printable' }),
    leadsTo: { outcome: 'confirmed', comment: '' },
  },
  {
    name: 'Apple Mail in Chinese',
    step: '14',
    mail: client.appleMailZh(own('需要修改', '标题字号太小', '背景换成蓝色')),
    leadsTo: { outcome: 'refused', comment: '标题字号太小\n背景换成蓝色' },
  },
  {
    name: 'Apple Mail, HTML only',
    step: '14',
    mail: client.appleMailZh({ ...own('满意'), only: 'html' }),
    leadsTo: { outcome: 'accepted', comment: '' },
  },
  {
    name: 'iPhone in Chinese',
    step: '25',
    mail: client.iphoneZh(own('通过！')),
    leadsTo: { outcome: 'approved', comment: '' },
  },
  {
    name: 'iPhone in English',
    step: '25',
    mail: client.iphoneEn(own('approve')),
    leadsTo: { outcome: 'approved', comment: '' },
  },
  {
    name: 'Alimail',
    step: '6',
    mail: client.alimail(own('通过', '按此版本签署')),
    leadsTo: { outcome: 'meets', comment: '按此版本签署' },
  },
  {
    name: 'Alimail, HTML only',
    step: '6',
    mail: client.alimail({ ...own('不通过', '合同编号重复'), only: 'html' }),
    leadsTo: { outcome: 'fails', comment: '合同编号重复' },
  },
  {
    name: 'DingTalk, header block on one line',
    step: '6',
    mail: client.dingtalk(own('通过')),
    leadsTo: { outcome: 'meets', comment: '' },
  },
  {
    name: 'Huawei phone',
    step: '13',
    mail: client.androidHuawei(own('完成')),
    leadsTo: { outcome: 'done', comment: '' },
  },

  // Forms of one keyword
  {
    name: 'full-width letters',
    step: '25',
    mail: simple('ＡＰＰＲＯＶＥ\n'),
    leadsTo: { outcome: 'approved', comment: '' },
  },
  {
    name: 'brackets and exclamation marks',
    step: '25',
    mail: simple('【同意】！！\n'),
    leadsTo: { outcome: 'approved', comment: '' },
  },
  {
    name: 'blank lines and ideographic spaces before it',
    step: '25',
    mail: simple('\n　\n \n　　同意。\n'),
    leadsTo: { outcome: 'approved', comment: '' },
  },
  {
    name: 'a zero-width space and bold marks',
    step: '25',
    mail: simple('\u200b*驳回*\n金额有误\n'),
    leadsTo: { outcome: 'refused', comment: '金额有误' },
  },
  {
    name: 'the manager closes the case',
    step: 'escalation',
    mail: simple('关闭\n客户已停业\n'),
    leadsTo: { outcome: 'close', comment: '客户已停业' },
  },
  {
    name: 'the manager goes on',
    step: 'escalation',
    mail: simple('Continue\n'),
    leadsTo: { outcome: 'continue', comment: '' },
  },

  // Signatures and disclaimers
  {
    name: 'standard signature mark',
    step: '25',
    mail: simple('驳回\n金额有误\n-- \n张伟\n同意\n'),
    leadsTo: { outcome: 'refused', comment: '金额有误' },
  },
  {
    name: 'Chinese disclaimer that holds a keyword',
    step: '6',
    mail: simple(`不符合\n缺少签署人\n\n${disclaimerZh}\n`),
    leadsTo: { outcome: 'fails', comment: '缺少签署人' },
  },
  {
    name: 'English disclaimer that holds a keyword',
    step: '6',
    mail: simple(`Reject\nSignatory missing\n\n${disclaimerEn}\n`),
    leadsTo: { outcome: 'fails', comment: 'Signatory missing' },
  },
  {
    name: 'closing words',
    step: '25',
    mail: simple('Approved\nLooks right.\n\nBest regards,\nZhang Wei\nSales assistant\n'),
    leadsTo: { outcome: 'approved', comment: 'Looks right.' },
  },
  {
    name: 'phone signature below the text',
    step: '25',
    mail: simple('同意\n\n发自我的小米手机\n'),
    leadsTo: { outcome: 'approved', comment: '' },
  },
  {
    name: 'a refusal whose only reason is the signature',
    step: '25',
    mail: simple('驳回\n\n张伟\n销售助理\n'),
    leadsTo: { why: 'reason-missing' },
  },

  // Below the quotation
  {
    name: 'answer below a marked quotation',
    step: '25',
    mail: simple('在 2026年11月22日，上午10:31，销售流程 <sop@mail.example.com> 写道：\n> 请审核\n> 驳回\n\n同意\n'),
    leadsTo: { outcome: 'approved', comment: '' },
  },

  // Pictures and files
  {
    name: 'inline picture in the signature',
    step: '6',
    mail: client.outlookEn({ ...own('Approve'), files: [filePart('logo.png', 'image/png', png, 'logo@1')] }),
    leadsTo: { outcome: 'meets', comment: '' },
  },
  {
    name: 'an attached mail is not read',
    step: '6',
    mail: client.qqMail({
      ...own('您好'),
      files: [{ headers: ['Content-Type: message/rfc822'], body: simple('同意\n') }],
    }),
    leadsTo: { why: 'no-keyword' },
  },

  // Code 18
  {
    name: 'publishing: the address alone',
    step: '18',
    mail: client.qqMail(own('https://ads.example.com/2026/double12')),
    leadsTo: { outcome: 'done', pages: ['https://ads.example.com/2026/double12'], at: shanghai },
  },
  {
    name: 'publishing: keyword, two addresses, a stated time',
    step: '18',
    mail: client.foxmail({
      ...own(
        '已发布',
        '首页：https://www.example.com/（焦点图）',
        '频道页：https://news.example.com/auto?id=7&amp=1。',
        '发布时间：2026年11月22日 上午9:30',
      ),
      charset: 'gb18030',
    }),
    leadsTo: {
      outcome: 'done',
      pages: ['https://www.example.com/', 'https://news.example.com/auto?id=7&amp=1'],
      at: '2026-11-22T01:30:00.000Z',
    },
  },
  {
    name: 'publishing: a sentence around the address',
    step: '18',
    mail: client.gmailEn(own('The ad is live at https://ads.example.com/live/42.')),
    leadsTo: { outcome: 'done', pages: ['https://ads.example.com/live/42'], at: shanghai },
  },
  {
    name: 'publishing: a link behind words, HTML only',
    step: '18',
    mail: mailBytes({
      headers: [`From: ${client.person.email}`, `To: ${client.replyTo}`, 'Subject: x', `Date: ${client.sentDate}`],
      body: htmlPart('<p>已发布，<a href="https://ads.example.com/p/9">查看页面</a></p>'),
    }),
    leadsTo: { outcome: 'done', pages: ['https://ads.example.com/p/9'], at: shanghai },
  },
  {
    name: 'publishing: nothing but the keyword',
    step: '18',
    mail: client.qqMail(own('已发布')),
    leadsTo: { why: 'page-missing' },
  },
  {
    name: 'publishing: not done yet',
    step: '18',
    mail: client.qqMail(own('还没有发布，明天上 https://ads.example.com/2026')),
    leadsTo: { why: 'page-missing' },
  },
  {
    name: 'publishing: only the quotation holds an address',
    step: '18',
    mail: client.netease163(own('好的')),
    leadsTo: { why: 'page-missing' },
  },

  // Nothing is decided
  {
    name: 'keyword only in the quotation',
    step: '6',
    mail: client.qqMail(own('收到，我看一下')),
    leadsTo: { why: 'no-keyword' },
  },
  { name: 'nothing but the quotation', step: '6', mail: client.netease163(own('')), leadsTo: { why: 'empty' } },
  { name: 'nothing but a phone signature', step: '25', mail: client.iphoneZh(own('')), leadsTo: { why: 'empty' } },
  {
    name: 'keyword inside a sentence',
    step: '25',
    mail: client.gmailZh(own('同意，但是金额要改')),
    leadsTo: { why: 'no-keyword' },
  },
  { name: 'a question', step: '25', mail: simple('同意？\n'), leadsTo: { why: 'no-keyword' } },
  { name: 'the opposite of a keyword', step: '8', mail: simple('不同意\n'), leadsTo: { why: 'no-keyword' } },
  { name: 'both keywords on one line', step: '25', mail: simple('同意/驳回\n'), leadsTo: { why: 'no-keyword' } },
  {
    name: 'both keywords below each other',
    step: '25',
    mail: simple('同意\n驳回\n'),
    leadsTo: { why: 'several-keywords' },
  },
  {
    name: 'a word that could mean two outcomes of the step',
    step: '4',
    mail: simple('拒绝\n太贵\n'),
    leadsTo: { why: 'no-keyword' },
  },
  { name: 'greeting first', step: '25', mail: client.outlookZh(own('您好：', '同意')), leadsTo: { why: 'no-keyword' } },
  {
    name: 'refusal without a reason',
    step: '25',
    mail: client.qqMail(own('驳回')),
    leadsTo: { why: 'reason-missing' },
  },
  {
    name: 'a step whose form a mail cannot give',
    step: '5',
    mail: client.qqMail(own('完成', '合同已拟好')),
    leadsTo: { why: 'form-needed' },
  },
  {
    name: 'text and HTML say different things',
    step: '25',
    mail: client.letter({ own: [] }, 'x', '同意', '<p>驳回</p><p>金额不对</p>'),
    leadsTo: { why: 'several-keywords' },
  },
  {
    name: 'keyword hidden from the reader of the HTML',
    step: '25',
    mail: client.letter({ own: [], only: 'html' }, 'x', '', '<div style="display:none">同意</div><p>我再看看</p>'),
    leadsTo: { why: 'no-keyword' },
  },
];
