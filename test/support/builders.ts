import type { DocumentVersion, SalesCase } from '../../functions/shared/domain/case.ts';
import type { Customer } from '../../functions/shared/domain/customer.ts';
import type { Contract, Order, Publication, Quote } from '../../functions/shared/domain/documents.ts';
import type { Person } from '../../functions/shared/domain/person.ts';
import type { Decision, Task } from '../../functions/shared/domain/task.ts';

/** Records as tests need them: valid, plain, and changed only where the example is about. */

export function aPerson(change: Partial<Person> = {}): Person {
  return { id: 'li.na', name: '李娜', email: 'li.na@example.com', roles: ['sales'], language: 'zh-CN', ...change };
}

export function aCustomer(change: Partial<Customer> = {}): Customer {
  return {
    id: 'CU-0001',
    name: '杭州云帆科技有限公司',
    landline: '0571-86543210',
    fax: '0571-86543211',
    address: '杭州市西湖区文三路 100 号',
    holder: 'li.na',
    createdAt: '2026-11-20T01:00:00.000Z',
    ...change,
  };
}

export function aCase(change: Partial<SalesCase> = {}): SalesCase {
  return {
    id: 'AD-20261123-7K3F9Q',
    status: 'RUNNING',
    title: '冬季推广',
    customerId: 'CU-0001',
    customerName: '杭州云帆科技有限公司',
    contact: { name: '陈晨', email: 'chen.chen@customer.example', language: 'zh-CN' },
    sales: 'li.na',
    assistant: 'zhang.wei',
    settings: { maxTurns: 5 },
    createdBy: 'li.na',
    createdAt: '2026-11-23T01:30:00.000Z',
    ...change,
  };
}

export function aTask(change: Partial<Task> = {}): Task {
  return {
    id: 'AD-20261123-7K3F9Q.6.mi9x2k1a-0000',
    caseId: 'AD-20261123-7K3F9Q',
    step: '6',
    state: '6 Review the contract',
    role: 'assistant',
    assignee: 'zhang.wei',
    status: 'OPEN',
    attempt: 1,
    turn: 1,
    reason: '',
    findings: [],
    subject: [{ kind: 'contract', version: 1 }],
    contentHash: 'c'.repeat(64),
    openedAt: '2026-11-23T02:00:00.000Z',
    dueAt: '2026-11-23T10:00:00.000Z',
    expiresAt: '2026-12-23T02:00:00.000Z',
    ...change,
  };
}

export function aDecision(change: Partial<Decision> = {}): Decision {
  return { outcome: 'meets', comment: '', by: 'zhang.wei', via: 'api', at: '2026-11-23T03:00:00.000Z', ...change };
}

export function aDocument(change: Partial<DocumentVersion> = {}): DocumentVersion {
  return {
    caseId: 'AD-20261123-7K3F9Q',
    kind: 'contract',
    version: 1,
    content: aContract(),
    by: 'li.na',
    at: '2026-11-23T01:50:00.000Z',
    taskId: 'AD-20261123-7K3F9Q.5.mi9x1aaa-0000',
    ...change,
  };
}

export function aQuote(change: Partial<Quote> = {}): Quote {
  return {
    lines: [{ position: '首页横幅', days: 20, listPrice: '750.00', discount: 0.2, amount: '12000.00' }],
    taxRate: 0.06,
    tax: '720.00',
    total: '12720.00',
    validUntil: '2026-12-31',
    ...change,
  };
}

export function aContract(change: Partial<Contract> = {}): Contract {
  const { lines, taxRate, tax, total } = aQuote();
  return {
    number: 'HT-2026-0001',
    buyer: '杭州云帆科技有限公司',
    seller: '示例广告有限公司',
    lines,
    taxRate,
    tax,
    total,
    totalInCapitals: '壹万贰仟柒佰贰拾元整',
    payments: [{ due: '2026-12-15', amount: '12720.00' }],
    period: { from: '2026-12-20', to: '2027-01-08' },
    breachTerms: '任何一方违约，应向对方支付合同总额百分之十的违约金。',
    signatories: [
      { party: 'buyer', name: '陈晨', title: '市场总监', seal: true },
      { party: 'seller', name: '周敏', title: '总经理', seal: true },
    ],
    ...change,
  };
}

export function anOrder(change: Partial<Order> = {}): Order {
  return {
    mbsNumber: 'MBS-2026-000123',
    contractNumber: 'HT-2026-0001',
    net: '12000.00',
    tax: '720.00',
    total: '12720.00',
    start: '2026-12-20',
    end: '2027-01-08',
    signedBy: '陈晨',
    signedOn: '2026-12-01',
    stamp: 'contract',
    ...change,
  };
}

export function aPublication(change: Partial<Publication> = {}): Publication {
  return {
    pages: ['https://ads.example.com/winter'],
    publishedAt: '2026-12-20T09:00:00+08:00',
    screenshot: 'https://ads.example.com/winter.png',
    ...change,
  };
}
