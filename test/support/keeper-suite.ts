import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { keepers, type Records } from './worlds.ts';

/**
 * One contract, held against every keeper of records: the twin in memory and the adapters on both DynamoDB engines.
 * @param examples is given how to reach the empty records of the running test
 */
export function everyKeeper(contract: string, examples: (records: () => Records) => void): void {
  for (const keeper of keepers) {
    describe.skipIf(!keeper.available)(`${contract}, kept by ${keeper.title}`, () => {
      let running: Awaited<ReturnType<typeof keeper.start>> | undefined;
      let records: Records | undefined;
      beforeAll(async () => {
        running = await keeper.start();
      });
      beforeEach(async () => {
        records = await running?.fresh();
      });
      afterAll(async () => {
        await running?.stop();
      });
      examples(() => {
        if (records === undefined) throw new Error('The keeper has not started');
        return records;
      });
    });
  }
}
