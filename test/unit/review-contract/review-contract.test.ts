import { expect, test } from 'vitest';
import { output } from '../../../functions/review-contract/contract.ts';
import { reviewCaseContract } from '../../../functions/review-contract/review-contract.ts';
import { contents, worldWithCase } from '../../pages/open-tasks.ts';
import { aContract, aDocument, aQuote } from '../../support/builders.ts';

const caseId = 'AD-20261123-7K3F9Q';

test('a case whose contract fits its quote, customer and people has no findings', async () => {
  const world = await worldWithCase(['quote', 'contract']);
  expect(await reviewCaseContract(world, { caseId })).toEqual({ findings: [] });
});

test('the newest versions are reviewed, against the salesperson’s real name', async () => {
  // given a second contract version, signed by the salesperson for the seller, and a quote that is gone by then
  const world = await worldWithCase(['contract']);
  const [buyer] = contents.contract.signatories;
  const signatories = [
    ...(buyer === undefined ? [] : [buyer]),
    { party: 'seller' as const, name: '李娜', title: '销售', seal: true },
  ];
  world.records.documents.push(
    aDocument({ kind: 'quote', version: 1, content: aQuote({ total: '1.00' }) }),
    aDocument({ kind: 'quote', version: 2, content: contents.quote }),
    aDocument({ version: 2, content: aContract({ ...contents.contract, signatories }) }),
  );
  // when it is reviewed
  const { findings } = await reviewCaseContract(world, { caseId });
  // then only that is found, in the form the state machine is promised
  expect(findings.map(({ rule }) => rule)).toEqual(['contract.signer-is-sales']);
  expect(output.parse({ findings })).toEqual({ findings });
});

test('a case without a contract is a finding, not a failure; a case that is not there is a failure', async () => {
  const world = await worldWithCase(['quote']);
  expect((await reviewCaseContract(world, { caseId })).findings.map(({ rule }) => rule)).toEqual(['contract.missing']);
  await expect(reviewCaseContract(world, { caseId: 'AD-0' })).rejects.toThrow('AD-0');
});
