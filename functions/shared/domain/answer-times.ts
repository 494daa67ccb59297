/** How long an answer is kept under its `Idempotency-Key`. */
export const ANSWER_TTL_SECONDS = 24 * 60 * 60;

/** How long a request that has not answered holds its key: longer than any request may run, API Gateway's 30 s. */
export const ANSWER_LEASE_SECONDS = 60;
