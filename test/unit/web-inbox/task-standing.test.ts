import { expect, test } from 'vitest';
import type { Task } from '../../../functions/shared/domain/task.ts';
import { taskItem } from '../../../functions/web-inbox/task-list.ts';
import { aCase, aTask } from '../../support/builders.ts';
import { memoryWorld } from '../../support/memory-world.ts';

const late = { openedAt: '2026-11-16T02:00:00.000Z', dueAt: '2026-11-17T02:00:00.000Z' };

function item(change: Partial<Task>): string {
  const reader = { id: 'chen.jie', roles: ['sales-manager' as const], name: '陈杰', language: 'zh-CN' as const };
  const asked = { world: memoryWorld(), reader, language: 'zh-CN' as const };
  return taskItem(asked, aTask({ ...late, ...change }), aCase(), (id) => id).toString();
}

test('a late task shows that its supervisor was told, and that it is urgent', () => {
  const shown = item({ priority: 'urgent', escalation: { at: '2026-11-18T02:00:00.000Z', to: ['chen.jie'] } });
  expect(shown).toContain('item late');
  expect(shown).toContain('已超期');
  expect(shown).toContain('已上报主管');
  expect(shown).toContain('加急');
});

test('a task whose clock is paused is not late', () => {
  const shown = item({ sla: { counted: 0, done: [] } });
  expect(shown).not.toContain('late');
  expect(shown).not.toContain('已超期');
  expect(shown).toContain('不计时');
  expect(item({ sla: { counted: 0, since: late.openedAt, done: [] } })).toContain('已超期');
});

test('a task whose mail did not arrive shows so in the list', () => {
  const notice = { person: 'li.na', at: '2026-11-17T02:00:00.000Z' };
  expect(item({ notice: { ...notice, state: 'bounced' } })).toContain('<span class="tag bounced">邮件被退回</span>');
  expect(item({ notice: { ...notice, state: 'delayed' } })).toContain('<span class="tag delayed">邮件延迟</span>');
  expect(item({})).not.toContain('邮件');
});
