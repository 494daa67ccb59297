/**
 * What phones and addresses add to the log odds of the names. No labelled whole records exist to fit these on, so they
 * are set by judgement: one line shared is strong (agents' numbers aside), a differing one says little, for companies
 * have several; a shared room is strong, a shared building is not.
 */
export const factWeights = {
  phones: { same: 4, different: -0.4, unknown: 0 },
  address: { same: 2.5, building: 0.6, road: 0.1, different: -0.4, unknown: 0 },
} as const;

/** Log odds from which a person is asked, and from which facts together refuse an entry. */
export const thresholds = { ask: 0, refuse: 3 } as const;
