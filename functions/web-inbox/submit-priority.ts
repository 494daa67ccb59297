import { setPriority } from '../cases-api/set-priority.ts';
import { SopError } from '../shared/domain/errors.ts';
import { priorities } from '../shared/domain/priority.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import type { Asked } from './asked.ts';

/** `POST /inbox/cases/{id}/priority`: makes the case urgent, or normal again. @throws as `setPriority` does; PriorityUnknown (422) */
export async function submitPriority(asked: Asked, id: string): Promise<PageAnswer> {
  const { world, reader, request } = asked;
  const typed = new URLSearchParams(request.body).get('priority');
  const priority = priorities.find((each) => each === typed);
  if (priority === undefined) {
    throw new SopError('PriorityUnknown', 422, {
      zh: '优先级只有普通和加急两种。',
      en: 'A priority is either normal or urgent.',
    });
  }
  await setPriority(world, { actor: reader, id, priority, via: 'inbox', at: world.now() });
  return seeOther(`/inbox/cases/${id}`);
}
