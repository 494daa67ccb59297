import { describe, expect, it } from 'vitest';
import {
  type DutyFacts,
  dutiesOf,
  isSeparated,
  separationOf,
  separations,
} from '../../../../functions/shared/domain/separation.ts';
import { findStep } from '../../../../functions/shared/domain/steps.ts';

const caseId = 'AD-20261123-7K3F9Q';

/** A case of li.na's: she wrote the contract, zhang.wei reviewed it first and wrote form and order. */
const facts: DutyFacts = {
  sales: 'li.na',
  documents: [
    { kind: 'contract', by: 'wu.di', onBehalfOf: ['chen.jing'] },
    { kind: 'publication-form', by: 'zhang.wei' },
    { kind: 'order', by: 'he.xin' },
    { kind: 'publication', by: 'ma.li' },
  ],
  duties: [{ rule: 'two-reviewers', person: 'xu.hong', side: 'first' }],
};

describe('who may not decide', () => {
  it.each([
    ['the author of the contract reviews it', '6', ['wu.di'], 'own-work'],
    ['somebody for whom the contract was written reviews it', '6', ['chen.jing'], 'own-work'],
    ['the author of the publication form stamps it', '23', ['zhang.wei'], 'own-work'],
    ['the author of the order reviews it', '25', ['he.xin'], 'own-work'],
    ['who published checks the page', '19', ['ma.li'], 'own-work'],
    ['OR-6 the first reviewer seals', '23', ['xu.hong'], 'two-reviewers'],
    ['OR-6 the first reviewer reviews the order', '25', ['xu.hong'], 'two-reviewers'],
    ['OR-6 the salesperson reviews the contract first', '6', ['li.na'], 'own-sale'],
    ['OR-3 the salesperson signs and stamps', '23', ['li.na'], 'own-sale'],
    ['OR-3 the salesperson approves the order', '25', ['li.na'], 'own-sale'],
    ['a delegate acts for the salesperson', '25', ['gao.yang', 'li.na'], 'own-sale'],
    ['a delegate of a delegate acts for the author', '23', ['gao.yang', 'sun.jie', 'zhang.wei'], 'own-work'],
  ])('%s', (_, step, people, rule) => {
    expect(separationOf(step, people, facts)?.id).toBe(rule);
  });

  it.each([
    ['a reviewer with no hand in the sale', '23', ['gao.yang']],
    ['the first reviewer reviews again after a revision', '6', ['xu.hong']],
    ['the salesperson confirms their contract with the customer, as the manual has it', '8', ['li.na']],
    ['the author of the form adds the order', '24', ['zhang.wei']],
    ['the author of an order that is not decided on', '19', ['he.xin']],
  ])('%s: no rule is against it', (_, step, people) => {
    expect(separationOf(step, people, facts)).toBeUndefined();
  });

  it('only documents that a step decides on are looked at, so that the content hash covers their authors', () => {
    for (const rule of separations) {
      for (const [step, kinds] of 'judges' in rule ? Object.entries(rule.judges) : []) {
        expect(findStep(step)?.decidesOn, step).toEqual(expect.arrayContaining([...kinds]));
      }
    }
  });

  it('steps without a rule need no facts', () => {
    expect(['6', '19', '23', '25'].map(isSeparated)).toEqual([true, true, true, true]);
    expect(['2', '4', '8', '24', 'escalation', 'constructor'].map(isSeparated)).toEqual(Array(6).fill(false));
  });
});

describe('the side a decision takes', () => {
  it('OR-6 is taken for who acts and for everybody they act for', () => {
    expect(dutiesOf(caseId, '25', ['gao.yang', 'xu.hong'])).toEqual([
      { caseId, rule: 'two-reviewers', person: 'gao.yang', side: 'second' },
      { caseId, rule: 'two-reviewers', person: 'xu.hong', side: 'second' },
    ]);
    expect(dutiesOf(caseId, '19', ['gao.yang'])).toEqual([]);
  });
});
