import type { Text } from './language.ts';

/** Who acts in the procedures (AD roles, IN-8). A role is also the Cognito group and the candidate group of its tasks. */
export const roles = {
  customer: { zh: '客户', en: 'Customer' },
  sales: { zh: '销售', en: 'Salesperson' },
  assistant: { zh: '销售助理', en: 'Sales assistant' },
  seal: { zh: '审核签章部', en: 'Review, sign and stamp department' },
  'order-review': { zh: '订单审核部', en: 'Order review department' },
  design: { zh: '广告编辑部', en: 'Ad editing department' },
  publishing: { zh: '广告发布部', en: 'Ad publishing department' },
  'sales-manager': { zh: '销售经理', en: 'Sales manager' },
  supervisor: { zh: '主管', en: 'Supervisor' },
  partner: { zh: '渠道商', en: 'Channel partner' },
  'channel-manager': { zh: '渠道经理', en: 'Channel manager' },
  director: { zh: '总监', en: 'Director' },
  'approval-group': { zh: '审批组', en: 'Approval group' },
  hq: { zh: '总部', en: 'Headquarters' },
} as const satisfies Record<string, Text>;

export type Role = keyof typeof roles;

export const roleIds = [
  'customer',
  'sales',
  'assistant',
  'seal',
  'order-review',
  'design',
  'publishing',
  'sales-manager',
  'supervisor',
  'partner',
  'channel-manager',
  'director',
  'approval-group',
  'hq',
] as const satisfies readonly Role[];

export function isRole(name: string): name is Role {
  return Object.hasOwn(roles, name);
}
