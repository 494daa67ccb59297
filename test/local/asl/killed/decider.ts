import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openExecutor } from '../../../../local/asl/executor.ts';
import { openFileJournal } from '../../../../local/asl/journal-file.ts';
import { systemClock } from '../../../../local/clock.ts';

/**
 * A process that is made to be killed: it runs cases of three questions each and answers them itself, keeping beside
 * the journal what it asked and what it was told was taken. Run again it goes on; it ends when all cases have.
 * Arguments: folder, number of cases.
 */
const [folder = '', cases = '0'] = process.argv.slice(2);
const asked = join(folder, 'asked.log');
const taken = join(folder, 'taken.log');
const MACHINE_ARN = 'arn:aws:states:us-east-1:111111111111:stateMachine:killed';

const ask = (name: string, next?: string): object => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
  Assign: { [name]: '{% $states.result %}' },
  ...(next === undefined ? { Next: 'Rest' } : { Next: next }),
});

const executor = openExecutor({
  clock: systemClock,
  journal: openFileJournal(join(folder, 'journal'), 200_000),
  invoke: async (call) => {
    appendFileSync(asked, `${call.taskToken}\t${call.executionArn}\t${call.stateName}\n`);
    return { StatusCode: 200, ExecutedVersion: '$LATEST', Payload: 'null' };
  },
});
executor.putStateMachine({
  stateMachineArn: MACHINE_ARN,
  name: 'killed',
  definition: JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'first',
    States: {
      first: ask('first', 'second'),
      second: ask('second', 'third'),
      third: ask('third'),
      Rest: { Type: 'Wait', Seconds: 1, Output: ['{% $first %}', '{% $second %}', '{% $third %}'], End: true },
    },
  }),
});
executor.resume();

const known = new Set(executor.listExecutions(MACHINE_ARN).map(({ name }) => name));
for (let index = 0; index < Number(cases); index++) {
  const name = `case-${index}`;
  if (!known.has(name)) void executor.startExecution({ stateMachineArn: MACHINE_ARN, name });
}

const answered = new Set<string>();
while (executor.listExecutions(MACHINE_ARN, 'SUCCEEDED').length < Number(cases)) {
  const lines = existsSync(asked) ? readFileSync(asked, 'utf8').split('\n').slice(0, -1) : [];
  for (const line of lines.filter((candidate) => !answered.has(candidate))) {
    answered.add(line);
    const [token = '', executionArn = '', stateName = ''] = line.split('\t');
    const value = `${process.pid}-${answered.size}`;
    await executor.sendTaskSuccess(token, JSON.stringify(value)).then(
      () => appendFileSync(taken, `${executionArn}\t${stateName}\t${value}\n`),
      () => undefined,
    );
  }
  await new Promise(setImmediate);
}
await executor.close();
