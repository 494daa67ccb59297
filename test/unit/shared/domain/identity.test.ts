import { describe, expect, it } from 'vitest';
import { canonicalJson, contentHash } from '../../../../functions/shared/domain/content-hash.ts';
import { linkHash, linkId } from '../../../../functions/shared/domain/link.ts';
import { parseTaskId, taskId } from '../../../../functions/shared/domain/task-id.ts';
import { aContract, aDocument } from '../../../support/builders.ts';

describe('a task id', () => {
  const entry = {
    caseId: 'AD-20261123-7K3F9Q',
    step: '23-collection',
    state: '23 Follow',
    enteredTime: '2026-11-23T02:00:00.123Z',
  };

  it('is the same for every retry of one entry and parses into its parts', () => {
    const id = taskId(entry);
    expect(taskId({ ...entry })).toBe(id);
    expect(id).toMatch(/^[\w.-]+$/);
    const parts = parseTaskId(id);
    expect(parts).toMatchObject({ caseId: entry.caseId, step: entry.step });
    expect(Number.parseInt(parts?.entered.split('-')[0] ?? '', 36)).toBe(Date.parse(entry.enteredTime));
  });

  it.each([{ step: '24' }, { state: '23 Other' }, { enteredTime: '2026-11-23T02:00:00.124Z' }, { caseId: 'AD-2' }])(
    'is another one with %j',
    (change) => {
      expect(taskId({ ...entry, ...change })).not.toBe(taskId(entry));
    },
  );
});

describe('a link id', () => {
  const of = ['secret', 'task', 1, 'person'] as const;

  it('has 256 bits and is derived again from the same parts', () => {
    expect(Buffer.from(linkId(...of), 'base64url')).toHaveLength(32);
    expect(linkId(...of)).toBe(linkId(...of));
  });

  it('is another one for another secret, task, attempt or person', () => {
    const ids = [
      linkId(...of),
      linkId('other', 'task', 1, 'person'),
      linkId('secret', 'other', 1, 'person'),
      linkId('secret', 'task', 2, 'person'),
      linkId('secret', 'task', 1, 'other'),
    ];
    expect(new Set(ids).size).toBe(5);
    expect(new Set(ids.map(linkHash)).size).toBe(5);
  });
});

describe('a content hash', () => {
  it('does not depend on the order of members', () => {
    const { content } = aDocument();
    const turned = Object.fromEntries(Object.entries(content).reverse());
    expect(contentHash([aDocument({ content: turned })])).toBe(contentHash([aDocument()]));
  });

  it.each([{ version: 2 }, { kind: 'quote' as const }, { content: aContract({ total: '12720.01' }) }])(
    'changes with %j',
    (change) => {
      expect(contentHash([aDocument(change)])).not.toBe(contentHash([aDocument()]));
    },
  );

  it('is taken over JSON that is written one way only', () => {
    expect(canonicalJson({ b: [1, { d: null, c: '大' }], a: undefined, ä: 1, Z: true })).toBe(
      '{"Z":true,"b":[1,{"c":"大","d":null}],"ä":1}',
    );
  });
});
