import { env as openTaskEnv } from '../open-task/contract.ts';

/** What the function is told by its environment: the same as what opens tasks, since it mails the same links. */
export const env = openTaskEnv;
