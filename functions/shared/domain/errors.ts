import type { Text } from './language.ts';

/**
 * The one error family. `name` is stable and is what a state machine catches and an API client reads; `status` and
 * `text` are what a person gets; `fields` point at the members of the request to mend (JSON pointers).
 */
export class SopError extends Error {
  readonly status: number;
  readonly text: Text;
  readonly fields: readonly FieldError[];
  /** Further members of the problem document, e.g. the recorded decision. */
  readonly extension: Readonly<Record<string, unknown>>;

  constructor(
    name: string,
    status: number,
    text: Text,
    more: { fields?: readonly FieldError[]; extension?: Readonly<Record<string, unknown>>; cause?: unknown } = {},
  ) {
    super(text.en, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = name;
    this.status = status;
    this.text = text;
    this.fields = more.fields ?? [];
    this.extension = more.extension ?? {};
  }
}

export interface FieldError {
  /** RFC 6901 pointer into the request body, or `?name` for a query parameter. */
  readonly pointer: string;
  readonly text: Text;
}
