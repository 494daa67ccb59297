import { expect, test } from 'vitest';
import { output } from '../../../functions/review-order/contract.ts';
import { reviewCaseOrder } from '../../../functions/review-order/review-order.ts';
import { contents, people, worldWithCase } from '../../pages/open-tasks.ts';
import { aDocument } from '../../support/builders.ts';

const caseId = 'AD-20261123-7K3F9Q';
const added = '2026-12-02T02:00:00.000Z';

test('a case whose order fits its contract and form has no findings', async () => {
  const world = await worldWithCase(['contract', 'publication-form']);
  world.records.documents.push(aDocument({ kind: 'order', content: contents.order, at: added }));
  expect(await reviewCaseOrder(world, { caseId })).toEqual({ findings: [] });
});

test.each([
  ['order.signer-is-sales', people.sales.name],
  ['order.signer-is-assistant', people.assistant.id],
])('%s goes by the people of the case (OR-3)', async (rule, signedBy) => {
  const world = await worldWithCase(['contract', 'publication-form']);
  world.records.documents.push(
    aDocument({ kind: 'order', content: contents.order, at: added }),
    aDocument({ kind: 'order', version: 2, content: { ...contents.order, signedBy }, at: added }),
  );
  const { findings } = await reviewCaseOrder(world, { caseId });
  expect(findings.map((finding) => finding.rule)).toContain(rule);
  expect(output.parse({ findings })).toEqual({ findings });
});

test('a case without an order is a finding, not a failure; a case that is not there is a failure', async () => {
  const world = await worldWithCase(['contract']);
  expect((await reviewCaseOrder(world, { caseId })).findings.map(({ rule }) => rule)).toEqual(['order.missing']);
  await expect(reviewCaseOrder(world, { caseId: 'AD-0' })).rejects.toThrow('AD-0');
});
