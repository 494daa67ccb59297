import * as z from 'zod/mini';
import { taskActionIds } from '../domain/access.ts';
import { documents } from '../domain/documents.ts';
import { roles } from '../domain/roles.ts';
import { findStep } from '../domain/steps.ts';
import { type Task, task as taskSchema } from '../domain/task.ts';
import { componentReference } from './component-names.ts';
import { named, text } from './schemas.ts';

const step = z.object({
  id: z.string(),
  title: text,
  /** What the person is asked to do. */
  ask: text,
  outcomes: z.array(z.object({ id: z.string(), title: text, needsComment: z.boolean(), needsForm: z.boolean() })),
  /** The document a decision writes, and the schema of its `data`. */
  form: z.optional(z.object({ kind: z.string(), title: text, schema: z.string() })),
});

const subject = z.object({ kind: z.string(), title: text, version: z.int() });

/** A task as a reader of the API sees it: the record, its step's wording, never a token and never a link. */
export const taskView = z.object({
  ...z.omit(taskSchema, { step: true, role: true, subject: true }).shape,
  step,
  role: named,
  subject: z.array(subject),
  case: z.object({ id: z.string(), title: z.string(), customerName: z.string() }),
  /** What the reader may do with it now. */
  actions: z.array(z.enum(taskActionIds)),
});
export type TaskView = z.infer<typeof taskView>;

/**
 * The task as its reader sees it.
 * @throws when the record names a step the catalogue does not have, which no migration may ever cause.
 */
export function viewTask(
  task: Task,
  salesCase: { readonly id: string; readonly title: string; readonly customerName: string },
  actions: TaskView['actions'],
): TaskView {
  const found = findStep(task.step);
  if (found === undefined) {
    throw new Error(`Task ${task.id} is at step ${task.step}, which is not in the catalogue`);
  }
  const { produces } = found;
  return {
    ...task,
    step: {
      id: found.id,
      title: found.title,
      ask: found.ask,
      outcomes: [...found.outcomes],
      ...(produces === undefined
        ? {}
        : { form: { kind: produces, title: documents[produces].title, schema: componentReference(produces) } }),
    },
    role: { id: task.role, title: roles[task.role] },
    subject: task.subject.map((part) => ({ ...part, title: titleOf(part.kind) })),
    case: { id: salesCase.id, title: salesCase.title, customerName: salesCase.customerName },
    actions: [...actions],
  };
}

/** The title of a kind of document; the bare kind for one the catalogue no longer has. */
export function titleOf(kind: string): z.infer<typeof text> {
  const known: Readonly<Record<string, { readonly title: z.infer<typeof text> }>> = documents;
  return known[kind]?.title ?? { zh: kind, en: kind };
}
