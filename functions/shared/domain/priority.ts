/** How soon a case's tasks are wanted; `normal` where nothing is said. */
export const priorities = ['normal', 'urgent'] as const;
export type Priority = (typeof priorities)[number];
