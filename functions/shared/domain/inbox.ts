import * as z from 'zod/mini';

const instant = z.iso.datetime();

/** When somebody is away, and who acts for them meanwhile. */
export const absence = z.object({
  person: z.string(),
  /** The first instant of it, and the first after it. */
  from: instant,
  to: instant,
  substitute: z.string(),
});
export type Absence = z.infer<typeof absence>;

/** A file that a comment carries. */
export const commentFile = z.object({
  name: z.string(),
  /** Media type, by the content. */
  type: z.string(),
  /** Bytes. */
  size: z.int(),
  /** SHA-256 of the content, in hex. */
  hash: z.string(),
});

/** What somebody said about a task, for everybody who sees it; those it mentions are mailed. */
export const taskComment = z.object({
  /** Sorts the comments of a task by time. */
  id: z.string(),
  caseId: z.string(),
  taskId: z.string(),
  by: z.string(),
  at: instant,
  text: z.string(),
  /** People named with @ who could be found. */
  mentions: z.array(z.string()),
  /** The files it carries, which are the case's; none when left out. */
  files: z.optional(z.array(commentFile)),
});
export type TaskComment = z.infer<typeof taskComment>;

/** A reminder of a task that somebody set themselves. */
export const followUp = z.object({
  person: z.string(),
  taskId: z.string(),
  at: instant,
  note: z.string(),
});
export type FollowUp = z.infer<typeof followUp>;
