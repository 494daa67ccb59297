import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decideTask } from '../../functions/decide-task/decide-task.ts';
import { caseRecords } from '../../functions/shared/adapters/case-records.ts';
import { personRecords } from '../../functions/shared/adapters/person-records.ts';
import { taskRecords } from '../../functions/shared/adapters/task-records.ts';
import { SopError } from '../../functions/shared/domain/errors.ts';
import { newFact } from '../../functions/shared/domain/new-fact.ts';
import { adjustableClock } from '../support/adjustable-clock.ts';
import { aContract, aTask } from '../support/builders.ts';
import { engines, startDatabase, type TestDatabase } from '../support/database.ts';
import { memoryObserver } from '../support/memory-outside.ts';

const DECISIONS = 200;

for (const engine of engines) {
  describe.skipIf(!engine.available)(`${DECISIONS} decisions on one task at once, on ${engine.title}`, () => {
    let database: TestDatabase;
    beforeAll(async () => {
      database = await startDatabase(engine);
    });
    afterAll(() => database.stop());

    it('have one effect, and every other one is told the recorded decision', async () => {
      // given
      const table = await database.table();
      const tasks = taskRecords(table);
      const cases = caseRecords(table);
      const world = {
        tasks,
        cases,
        people: personRecords(table),
        now: adjustableClock().now,
        observer: memoryObserver(),
      };
      const task = aTask({ id: 'AD-20261123-7K3F9Q.5.mi9x1aaa-0000', step: '5', role: 'sales', assignee: 'li.na' });
      const { caseId, id: taskId } = task;
      await tasks.open({
        task,
        taskToken: 'token',
        links: [],
        fact: newFact({ caseId, taskId, type: 'task.opened' }, new Date(task.openedAt)),
      });
      // when
      const results = await Promise.allSettled(
        Array.from({ length: DECISIONS }, (_, number) =>
          decideTask(world, {
            taskId,
            actor: { id: 'li.na', roles: ['sales'] },
            via: number % 2 === 0 ? 'api' : 'link',
            outcome: 'done',
            comment: `decision ${number}`,
            data: aContract({ number: `HT-${number}` }),
          }),
        ),
      );
      // then
      const won = results.filter((result) => result.status === 'fulfilled');
      expect(won).toHaveLength(1);
      const [winner] = won;
      const decision = winner?.value.decision;
      const told = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
      expect(told).toHaveLength(DECISIONS - 1);
      for (const reason of told) {
        expect(reason).toBeInstanceOf(SopError);
        expect(reason).toMatchObject({ name: 'TaskAlreadyDecided', extension: { decision } });
      }
      expect((await tasks.get(taskId))?.decision).toEqual(decision);
      expect(await cases.documents(caseId)).toHaveLength(1);
      const decided = (await cases.factsSince(caseId, '')).filter(({ type }) => type === 'task.decided');
      expect(decided).toHaveLength(1);
    });
  });
}
