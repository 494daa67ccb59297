import { describe, expect, it } from 'vitest';
import { assigneeOf, contactPerson, mayAct } from '../../../../functions/shared/domain/assignment.ts';
import { roleIds } from '../../../../functions/shared/domain/roles.ts';
import { aCase } from '../../../support/builders.ts';

describe('who must act', () => {
  it.each([
    ['customer', 'contact:AD-20261123-7K3F9Q'],
    ['sales', 'li.na'],
    ['assistant', 'zhang.wei'],
  ] as const)('as %s is named by the case', (role, assignee) => {
    expect(assigneeOf(role, aCase())).toBe(assignee);
  });

  it.each(roleIds.filter((role) => !['customer', 'sales', 'assistant'].includes(role)))(
    'as %s is any of the group',
    (role) => {
      expect(assigneeOf(role, aCase())).toBeUndefined();
    },
  );

  it('is, for the customer, the contact of the case', () => {
    expect(contactPerson(aCase())).toEqual({
      id: 'contact:AD-20261123-7K3F9Q',
      name: '陈晨',
      email: 'chen.chen@customer.example',
      language: 'zh-CN',
      roles: ['customer'],
    });
  });

  it.each([
    [{ id: 'a', roles: ['seal'] }, undefined, true],
    [{ id: 'a', roles: ['seal'] }, 'a', true],
    [{ id: 'b', roles: ['seal'] }, 'a', false],
    [{ id: 'a', roles: ['sales'] }, 'a', false],
    [{ id: 'a', roles: ['sales'] }, undefined, false],
  ] as const)('%j on a task of the seal department assigned to %s: %s', (actor, assignee, allowed) => {
    expect(mayAct(actor, { role: 'seal', assignee })).toBe(allowed);
  });
});
