import { beforeEach, describe, expect, it } from 'vitest';
import { claimsAfter, postingsOfBoth } from '../../../../functions/customers-api/assess-correction.ts';
import { assessEntry } from '../../../../functions/customers-api/assess-entry.ts';
import type { Customer, CustomerFacts } from '../../../../functions/shared/domain/customer.ts';
import {
  correctionOf,
  type OldName,
  type ProposedFacts,
} from '../../../../functions/shared/domain/customer-correction.ts';
import { mergedRecordsOf, mergeOf, survivorOf } from '../../../../functions/shared/domain/customer-merge.ts';
import { customerPostings } from '../../../../functions/shared/domain/customer-postings.ts';
import { postingsOf } from '../../../../functions/shared/domain/matching/blocking-rules.ts';
import { claimsOf } from '../../../../functions/shared/domain/matching/claims.ts';
import { readFacts, searchedFacts } from '../../../../functions/shared/domain/matching/customer-facts.ts';
import { partnerPool } from '../../../../functions/shared/domain/pools.ts';
import { aCustomer } from '../../../support/builders.ts';
import { everyKeeper } from '../../../support/keeper-suite.ts';

const at = '2026-11-23T02:00:00.000Z';
const other: Partial<Customer> = {
  id: 'CU-0002',
  name: '宁波蓝鲸智能装备有限公司',
  landline: '0574-81110000',
  fax: '0574-81110001',
  address: '宁波市鄞州区中山东路 8 号',
  holder: 'wang.fang',
  partner: 'lantian',
};

everyKeeper('customers that change', (records) => {
  const customers = () => records().customers;
  const enter = (customer: Customer) =>
    customers().enter(customer, claimsOf(readFacts(searchedFacts(customer))), {
      postings: customerPostings(customer, postingsOf),
      turns: [],
      pool: { owner: customer.holder, capacity: 400 },
      ...(customer.partner === undefined
        ? {}
        : { partnerPool: { owner: partnerPool(customer.partner), capacity: 1500 } }),
    });
  const correct = async (
    before: Customer,
    change: Partial<CustomerFacts>,
    oldName: OldName = 'former',
    mergedRecords: readonly string[] = [],
  ) => {
    const { name, landline, fax, address } = before;
    const facts = { name, landline, fax, address, ...change };
    const { turns, region, flags } = await assessEntry(customers(), facts, undefined, [], before.id);
    const correction = correctionOf(before, { ...wantedOf(before), facts, region, flags, oldName });
    const claims = claimsAfter(correction, await customers().claimsOf(before.id));
    return {
      correction,
      result: await customers().correct(correction, { claims, mergedRecords, turns, ...postingsOfBoth(correction) }),
    };
  };
  const wantedOf = ({ region }: Customer) => ({
    region,
    flags: [],
    oldName: 'former' as const,
    by: 'li.na',
    at,
    reason: '',
    toldApart: [],
  });
  const read = async (id: string): Promise<Customer> => {
    const found = await customers().get(id);
    if (found === undefined) throw new Error(`No customer ${id}`);
    return found;
  };
  const matchesOf = async (facts: Partial<CustomerFacts>) => {
    const { name, landline, fax, address } = { ...aCustomer(), ...facts };
    const { matches } = await assessEntry(customers(), { name, landline, fax, address }, undefined);
    return matches.map(({ customer, verdict }) => ({ id: customer.id, verdict }));
  };
  const elsewhere = { landline: '0577-87654320', fax: '0577-87654321', address: '温州市鹿城区车站大道 2 号' };
  beforeEach(async () => {
    await enter(aCustomer());
    await enter(aCustomer(other));
  });

  describe('corrected', () => {
    it('IN-2: the claims and the index are those of the new facts; the earlier ones stay on record', async () => {
      const before = await read('CU-0001');
      const { result, correction } = await correct(before, { landline: '0571-81234567' });
      expect(result).toEqual({ corrected: true });
      expect(await read('CU-0001')).toEqual(correction.after);
      expect(await customers().toldOfCorrection(correction.replaced)).toEqual([]);
      await customers().tellOfCorrection(correction.replaced, 'li.na');
      expect(await customers().toldOfCorrection(correction.replaced)).toEqual(['li.na']);
      expect(await customers().replaced('CU-0001')).toEqual([correction.replaced]);
      const old = claimsOf(readFacts(searchedFacts(before)));
      const held = await customers().findClaims(old);
      expect(held.map(({ claim }) => claim).sort()).toEqual(
        (await customers().claimsOf('CU-0001')).filter((claim) => old.includes(claim)).sort(),
      );
      expect(held.length).toBe(old.length - 1);
      const stranger = { ...elsewhere, name: '温州海纳机械制造有限公司' };
      expect(await matchesOf({ ...stranger, landline: before.landline, fax: '0577-87654329' })).toEqual([]);
      expect(await matchesOf({ ...stranger, landline: '0571-81234567' })).toEqual([
        { id: 'CU-0001', verdict: 'possible' },
      ]);
      expect(await customers().pool('li.na')).toMatchObject({ held: 1 });
    });

    it('IN-2: a former name finds it (曾用名), also after the numbers changed; a mistaken one does not', async () => {
      await correct(await read('CU-0001'), { name: '杭州青禾农业发展有限公司' });
      await correct(await read('CU-0001'), { landline: '0571-81234567', fax: '0571-81234568' });
      expect(
        await matchesOf({ ...elsewhere, name: '杭州云帆科技有限公司', address: '杭州市西湖区文三路 100 号' }),
      ).toEqual([{ id: 'CU-0001', verdict: 'duplicate' }]);
      await correct(await read('CU-0001'), { name: '杭州青和农业发展有限公司' }, 'mistaken');
      expect(await read('CU-0001')).toMatchObject({ version: 4, formerNames: ['杭州云帆科技有限公司'] });
      expect((await customers().replaced('CU-0001')).map(({ version }) => version)).toEqual([1, 2, 3]);
    });

    it('of two corrections of one record, and where it moved meanwhile, the later one is refused', async () => {
      const before = await read('CU-0001');
      await correct(before, { fax: '0571-81234567' });
      expect((await correct(before, { fax: '0571-89999999' })).result).toEqual({ corrected: false, changed: true });
      const elsewhereNow = { ...(await read('CU-0001')), holder: 'zhou.ke' };
      expect((await correct(elsewhereNow, { fax: '0571-89999999' })).result).toEqual({
        corrected: false,
        changed: true,
      });
      expect(await customers().replaced('CU-0001')).toHaveLength(1);
    });

    it('what another one holds is said, and nothing is written', async () => {
      const before = await read('CU-0001');
      const { result } = await correct(before, { landline: '0574-81110000' });
      expect(result).toMatchObject({
        corrected: false,
        customerId: 'CU-0002',
        clash: expect.stringMatching(/^phone:/),
      });
      expect(await read('CU-0001')).toEqual(before);
    });

    it('who checked before a lookalike was corrected has to check again', async () => {
      const renamed = { name: '杭州青禾农业发展有限公司' };
      const { turns } = await assessEntry(customers(), { ...aCustomer(), ...elsewhere, ...renamed }, undefined);
      expect(turns.length).toBeGreaterThan(0);
      await correct(await read('CU-0001'), renamed);
      const entry = aCustomer({ id: 'CU-0003', holder: 'wang.fang', ...elsewhere, ...renamed });
      const more = { postings: [], turns, pool: { owner: 'wang.fang', capacity: 400 } };
      expect(await customers().enter(entry, [], more)).toEqual({ entered: false, overtakenBy: 'CU-0001' });
      // A second correction is told from the first one: the turn is another each time.
      const again = await assessEntry(customers(), { ...aCustomer(), ...elsewhere, ...renamed }, undefined);
      await correct(await read('CU-0001'), { fax: '0571-81234567' });
      const late = await customers().enter(entry, [], { ...more, turns: again.turns });
      expect(late).toEqual({ entered: false, overtakenBy: 'CU-0001' });
    });

    it('index items that a transaction has no room for are written before it and deleted after it', async () => {
      const before = await read('CU-0001');
      const facts = { ...before, fax: '0571-81234567' };
      const correction = correctionOf(before, { ...wantedOf(before), facts });
      const [model] = customerPostings(before, postingsOf);
      if (model === undefined) throw new Error('It is under no key');
      const many = (from: number) =>
        Array.from({ length: 120 }, (_, number) => ({ ...model, key: `x${from + number}` }));
      const claims = await customers().claimsOf('CU-0001');
      const none = { claims, mergedRecords: [], turns: [] };
      expect(await customers().correct(correction, { ...none, outdated: [], postings: many(0) })).toEqual({
        corrected: true,
      });
      const again = correctionOf(await read('CU-0001'), { ...wantedOf(before), facts: before });
      const swap = { ...none, outdated: many(0), postings: many(60) };
      expect(await customers().correct(again, swap)).toEqual({ corrected: true });
      const index = await customers().index.open();
      const held = async (key: string) => (await index.read({ key, placePrefix: '', limit: 9 })).postings.length;
      expect(await Promise.all(['x0', 'x59', 'x60', 'x119', 'x120', 'x179'].map(held))).toEqual([0, 0, 1, 1, 1, 1]);
    });

    it('facts that are proposed are kept until the next correction', async () => {
      const { name, landline, fax, address } = aCustomer();
      const proposal: ProposedFacts = {
        customerId: 'CU-0001',
        version: 1,
        facts: { name, landline: '0574-81110000', fax, address },
        confirmed: ['landline-of-another'],
        oldName: 'former',
        by: 'li.na',
        at,
        reason: '',
        rivals: ['CU-0002'],
      };
      await customers().propose({ ...proposal, reason: '先' });
      await customers().propose(proposal);
      expect(await customers().proposed('CU-0001')).toEqual(proposal);
      await correct(await read('CU-0001'), { landline, fax: '0571-81234567' });
      expect(await customers().proposed('CU-0001')).toBeUndefined();
    });
  });

  describe('merged', () => {
    const merge = async (id: string, into: string) =>
      customers().merge(mergeOf(await read(id), await read(into), { by: 'qin.yue', at, reason: '同一家公司' }));

    it('leaves its pool and its counts, and leads on to the survivor', async () => {
      expect(await merge('CU-0002', 'CU-0001')).toBe('merged');
      const merged = await read('CU-0002');
      expect(merged).toMatchObject({ holder: '#merged', mergedInto: 'CU-0001', lastHolder: 'wang.fang', mergedAt: at });
      expect(merged).not.toHaveProperty('partner');
      const held = await Promise.all(
        ['li.na', 'wang.fang', partnerPool('lantian')].map((owner) => customers().pool(owner)),
      );
      expect(held.map((pool) => pool.held)).toEqual([1, 0, 0]);
      expect((await customers().list({ holder: 'wang.fang' }, { limit: 9 })).items).toEqual([]);
      expect((await survivorOf(customers(), merged)).id).toBe('CU-0001');
      expect(await mergedRecordsOf(customers(), 'CU-0001')).toMatchObject([{ customerId: 'CU-0002', by: 'qin.yue' }]);
      expect(await customers().moves('CU-0002')).toMatchObject([{ kind: 'merge', into: 'CU-0001', from: 'wang.fang' }]);
      const found = await matchesOf({ ...elsewhere, name: other.name ?? '', address: other.address ?? '' });
      expect(found).toEqual([{ id: 'CU-0001', verdict: 'duplicate' }]);
    });

    it('IN-10: the nightly sweep passes it by', async () => {
      await merge('CU-0002', 'CU-0001');
      const placed: string[] = [];
      for await (const batch of records().recycling.placed()) placed.push(...batch.map(({ customer }) => customer.id));
      expect(placed).toEqual(['CU-0001']);
    });

    it('IN-10: orders of its cases are the survivor’s, down a chain', async () => {
      await enter(aCustomer({ ...other, ...elsewhere, id: 'CU-0003', name: '温州海纳机械制造有限公司' }));
      await merge('CU-0002', 'CU-0001');
      await merge('CU-0001', 'CU-0003');
      await records().recycling.noteOrder('CU-0002', '2026-11-25T00:00:00.000Z');
      expect(await read('CU-0003')).toMatchObject({ lastOrderAt: '2026-11-25T00:00:00.000Z' });
    });

    it('is refused once either is not as it was read', async () => {
      const [merged, survivor] = [await read('CU-0002'), await read('CU-0001')];
      const as = { by: 'qin.yue', at, reason: '' };
      expect(await customers().merge(mergeOf({ ...merged, holder: 'li.na' }, survivor, as))).toBe('changed');
      const contacted = { ...survivor, lastContactAt: '2026-11-22T00:00:00.000Z' };
      expect(await customers().merge(mergeOf(merged, contacted, as))).toBe('changed');
      await merge('CU-0001', 'CU-0002');
      expect(await customers().merge(mergeOf(merged, survivor, as))).toBe('changed');
      expect(await customers().merge(mergeOf(survivor, merged, as))).toBe('changed');
      expect(await customers().pool('wang.fang')).toMatchObject({ held: 1 });
    });

    it('a correction of the survivor takes over what the merged one holds, where it is told so', async () => {
      await merge('CU-0002', 'CU-0001');
      const survivor = await read('CU-0001');
      const { result } = await correct(survivor, { landline: '0574-81110000' });
      expect(result).toMatchObject({
        corrected: false,
        customerId: 'CU-0002',
        clash: expect.stringMatching(/^phone:/),
      });
      expect((await correct(survivor, { landline: '0574-81110000' }, 'former', ['CU-0002'])).result).toEqual({
        corrected: true,
      });
      const claims = await customers().claimsOf('CU-0001');
      const held = await customers().findClaims(claims);
      expect(held.map(({ customerId }) => customerId)).toEqual(claims.map(() => 'CU-0001'));
    });
  });
});
