import type { SopError } from '../shared/domain/errors.ts';
import type { Task } from '../shared/domain/task.ts';
import { alreadyDecided, cancelled, expired } from './refusals.ts';

/** Why nobody can act on the task any more at `now`; undefined while it is open. */
export function refusalByStanding(task: Task, now: Date): SopError | undefined {
  if (task.decision !== undefined) return alreadyDecided(task, task.decision);
  if (task.status === 'CANCELLED') return cancelled();
  if (task.status === 'EXPIRED' || task.expiresAt <= now.toISOString()) return expired(task);
  return undefined;
}
