import { SopError } from '../shared/domain/errors.ts';
import type { FollowUp } from '../shared/domain/inbox.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { FollowUps, Now } from '../shared/domain/ports.ts';
import { type ReadTaskWorld, visibleTask } from './read-task.ts';

/** What a reminder to oneself needs of the world. */
export interface FollowUpWorld extends ReadTaskWorld {
  readonly followUps: FollowUps;
  readonly now: Now;
}

/** The furthest a reminder may lie ahead, in days. */
const FURTHEST_DAYS = 366;

/**
 * Has the actor reminded of the task by mail at the instant `at`, if it is open still. Replaces their earlier reminder of
 * it. Nothing about the task changes: its due time stands.
 * @throws SopError TaskNotFound (404), TaskNotVisible (403), FollowUpInvalid (422)
 */
export async function setFollowUp(
  world: FollowUpWorld,
  actor: Actor,
  id: string,
  wish: { readonly at: string; readonly note: string },
): Promise<FollowUp> {
  await visibleTask(world, actor, id);
  const at = new Date(wish.at);
  const ahead = at.getTime() - world.now().getTime();
  if (ahead <= 0 || ahead > FURTHEST_DAYS * 24 * 60 * 60 * 1000) {
    throw new SopError(
      'FollowUpInvalid',
      422,
      { zh: '提醒时间不合适。', en: 'The reminder cannot be then.' },
      {
        fields: [
          {
            pointer: '/at',
            text: {
              zh: `须在现在之后、${FURTHEST_DAYS} 天之内。`,
              en: `It must lie ahead, within ${FURTHEST_DAYS} days.`,
            },
          },
        ],
      },
    );
  }
  const followUp = { person: actor.id, taskId: id, at: at.toISOString(), note: wish.note };
  await world.followUps.set(followUp);
  return followUp;
}

/** The actor's reminder of the task. Throws as `visibleTask` does. */
export async function readFollowUp(world: FollowUpWorld, actor: Actor, id: string): Promise<FollowUp | undefined> {
  await visibleTask(world, actor, id);
  return world.followUps.of(actor.id, id);
}
