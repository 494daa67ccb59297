import type { SuppressionList } from '../shared/domain/suppression.ts';

/** Addresses are seldom cleared: the client is loaded when one is. */
export const suppressionListOnDemand: SuppressionList = {
  async remove(email) {
    const { sesSuppressionList } = await import('../shared/adapters/ses-suppression-list.ts');
    await sesSuppressionList().remove(email);
  },
};
