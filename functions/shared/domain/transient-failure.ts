/** Something outside failed in a way that passes by itself: the state machines retry it by this name. */
export class TransientFailure extends Error {
  constructor(cause: unknown) {
    super('A service was busy or out of reach; the same call may succeed later.', { cause });
    this.name = 'TransientFailure';
  }
}
