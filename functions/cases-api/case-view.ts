import type * as z from 'zod/mini';
import type { DocumentVersion, SalesCase } from '../shared/domain/case.ts';
import type { Fact } from '../shared/domain/history.ts';
import type { Text } from '../shared/domain/language.ts';
import { titleOf } from '../shared/http/task-view.ts';
import type { caseView, documentView, factView } from './contract.ts';

export const statusTitles: Readonly<Record<SalesCase['status'], Text>> = {
  STARTING: { zh: '正在启动', en: 'Starting' },
  RUNNING: { zh: '进行中', en: 'Running' },
  PUBLISHED: { zh: '已发布', en: 'Published' },
  LOST: { zh: '客户不再合作', en: 'Lost' },
  CLOSED: { zh: '已关闭', en: 'Closed' },
  CANCELLED: { zh: '已取消', en: 'Cancelled' },
  FAILED: { zh: '流程出错', en: 'Failed' },
};

export const factTitles: Readonly<Record<Fact['type'], Text>> = {
  'case.started': { zh: '项目启动', en: 'Case started' },
  'case.ended': { zh: '项目结束', en: 'Case ended' },
  'case.cancelled': { zh: '项目取消', en: 'Case cancelled' },
  'case.resumed': { zh: '项目恢复', en: 'Case resumed' },
  'case.priority-changed': { zh: '优先级更改', en: 'Priority changed' },
  'case.contact-changed': { zh: '客户联系人更正', en: 'Contact corrected' },
  'task.opened': { zh: '任务下达', en: 'Task opened' },
  'task.notified': { zh: '已发邮件通知', en: 'Notified by mail' },
  'task.claimed': { zh: '任务已认领', en: 'Task claimed' },
  'task.released': { zh: '任务已退回', en: 'Task released' },
  'task.delegated': { zh: '任务已委托', en: 'Task delegated' },
  'task.substituted': { zh: '任务由代理人处理', en: 'Task passed to a substitute' },
  'task.reassigned': { zh: '任务已改派', en: 'Task reassigned' },
  'task.commented': { zh: '新增评论', en: 'Comment added' },
  'task.mention-notified': { zh: '已通知被提及的人', en: 'Person mentioned told' },
  'task.follow-up-notified': { zh: '已发跟进提醒', en: 'Follow-up reminder sent' },
  'task.reminded': { zh: '已发催办提醒', en: 'Reminder sent' },
  'task.reminder-refused': { zh: '催办邮件无法投递', en: 'Reminder refused by mail service' },
  'task.escalated': { zh: '已上报主管', en: 'Supervisor told' },
  'task.escalation-refused': { zh: '上报邮件无法投递', en: 'Escalation refused by mail service' },
  'task.clock-paused': { zh: '计时暂停', en: 'Clock paused' },
  'task.clock-resumed': { zh: '计时恢复', en: 'Clock resumed' },
  'task.decided': { zh: '任务已处理', en: 'Task decided' },
  'task.delivered': { zh: '结果已交流程', en: 'Decision delivered' },
  'task.recalled': { zh: '内容有变，任务重新下达', en: 'Content changed, task issued again' },
  'task.expired': { zh: '任务过期', en: 'Task expired' },
  'task.cancelled': { zh: '任务取消', en: 'Task cancelled' },
  'task.refused-attempt': { zh: '处理未被接受', en: 'Attempt refused' },
  'document.added': { zh: '文件新版本', en: 'Document version added' },
  'document.refused': { zh: '上传的文件未保存', en: 'Uploaded file refused' },
  'customer.checked': { zh: '客户查重', en: 'Customer checked' },
  'task.notice-refused': { zh: '通知邮件无法投递', en: 'Notice refused by mail service' },
  'task.notice-bounced': { zh: '通知邮件被退回', en: 'Notice bounced' },
  'task.notice-complained': { zh: '通知邮件被标为垃圾邮件', en: 'Notice marked as spam' },
  'task.notice-delayed': { zh: '通知邮件延迟送达', en: 'Notice is late' },
  'task.mail-resumed': { zh: '已恢复邮件投递', en: 'Mails are sent again' },
  'task.rerouted': { zh: '通知未送达，任务转交', en: 'Notice not delivered, task passed on' },
  'publication.notice-refused': { zh: '发布通知邮件无法投递', en: 'Publication notice refused by mail service' },
  'publication.held': { zh: '发布等待签章或收款', en: 'Publication waits at its gate' },
  'publication.released': { zh: '发布放行', en: 'Publication released' },
  'publication.notified': { zh: '发布通知已发送', en: 'Publication notified' },
  'customer.corrected': { zh: '客户资料已更正', en: 'Customer’s facts corrected' },
  'customer.merged': { zh: '客户已合并到另一客户', en: 'Merged into another customer' },
  'customer.took-over': { zh: '另一客户已合并进来', en: 'Another customer merged into it' },
  'application.submitted': { zh: '申请已提交', en: 'Application submitted' },
  'application.decided': { zh: '审批组已决定', en: 'Approval group decided' },
  'application.withdrawn': { zh: '申请人已撤回', en: 'Withdrawn by the applicant' },
  'application.overtaken': { zh: '同一客户的另一申请已通过', en: 'Another one for the same customer was accepted' },
  'application.expired': { zh: '到期无人决定', en: 'Nobody decided in time' },
  'application.closed': { zh: '申请已办结', en: 'Application closed' },
};

/** A case as its readers see it; the execution's address stays on the server. */
export function viewCase(salesCase: SalesCase): z.input<typeof caseView> {
  return { ...salesCase, status: { id: salesCase.status, title: statusTitles[salesCase.status] } };
}

/** A fact with its title. */
export function viewFact(fact: Fact): z.input<typeof factView> {
  return { ...fact, title: factTitles[fact.type] };
}

/** A document version with its kind's title. */
export function viewDocument(version: DocumentVersion): z.input<typeof documentView> {
  return { ...version, title: titleOf(version.kind) };
}
