import { expect, it } from 'vitest';
import type { GateWait } from '../../../../functions/shared/domain/gate.ts';
import { everyKeeper } from '../../../support/keeper-suite.ts';

const first: GateWait = {
  caseId: 'AD-20261123-7K3F9Q',
  gate: 'sealed',
  taskToken: 'token-1',
  enteredTime: '2026-11-23T02:00:00.000Z',
  issue: 0,
};

everyKeeper('AD-4 waits at the publication gate', (records) => {
  it('keeps who waits, for each case', async () => {
    const { gates } = records();
    await gates.wait(first);
    expect(await gates.waiting(first.caseId)).toEqual(first);
    expect(await gates.waiting('AD-20261123-000000')).toBeUndefined();
  });

  it('goes by the latest issue of the latest entry', async () => {
    const { gates } = records();
    const retried = { ...first, taskToken: 'token-2', issue: 1 };
    const anew = { ...first, taskToken: 'token-3', enteredTime: '2026-12-23T02:00:00.000Z' };
    await gates.wait(retried);
    await gates.wait(first);
    expect(await gates.waiting(first.caseId)).toEqual(retried);
    await gates.wait(anew);
    await gates.wait(retried);
    expect(await gates.waiting(first.caseId)).toEqual(anew);
  });
});
