import { describe, expect, test } from 'vitest';
import { reasonText } from '../../../../functions/shared/pages/reason.ts';

describe('reasons (AD-3)', () => {
  test.each([
    [
      'TimedOut: 4 Confirm the plan',
      '“4 确认方案”超过期限，没有人处理。',
      'Nobody acted in time at “4 Confirm the plan”.',
    ],
    [
      'TimedOut: Manager decides: order',
      '“销售经理裁决”超过期限，没有人处理。',
      'Nobody acted in time at “Manager decides: order”.',
    ],
    [
      'TurnLimit: 价格偏高',
      '该步骤反复次数已达上限。最近一次的原因：价格偏高',
      'The step went round too often. The last reason given: 价格偏高',
    ],
    ['TurnLimit: ', '该步骤反复次数已达上限。', 'The step went round too often.'],
    ['第二行金额有误\n请改正', '第二行金额有误\n请改正', '第二行金额有误\n请改正'],
    ['', '', ''],
  ])('%j reads as %j', (reason, zh, en) => {
    expect(reasonText(reason, 'zh-CN')).toBe(zh);
    expect(reasonText(reason, 'en')).toBe(en);
  });
});
