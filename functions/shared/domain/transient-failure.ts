import { SopError } from './errors.ts';

/** Something outside failed in a way that passes by itself: the state machines retry it by this name, a person may too. */
export class TransientFailure extends SopError {
  constructor(cause: unknown) {
    super(
      'TransientFailure',
      503,
      { zh: '系统繁忙，请稍后重试。', en: 'The system is busy: try again in a moment.' },
      { cause },
    );
  }
}
