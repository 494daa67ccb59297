import type { Language } from '../shared/domain/language.ts';
import type { InboxRequest } from './inbox-request.ts';
import type { InboxWorld } from './inbox-world.ts';
import type { Reader } from './sign-in/session.ts';

/** One request of somebody who is signed in. @typeParam World what the pages asked for need */
export interface Asked<World = InboxWorld> {
  readonly world: World;
  readonly request: InboxRequest;
  readonly reader: Reader;
  readonly language: Language;
}

/** Says it in the reader's language. */
export type Say = (zh: string, en: string) => string;

export function speaker(language: Language): Say {
  return (zh, en) => (language === 'en' ? en : zh);
}
