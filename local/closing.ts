/** What has been started, to be closed in the opposite order, once. */
export class Closing {
  private readonly steps: (() => void | Promise<void>)[] = [];
  private closing: Promise<void> | undefined;

  /** Adds what closes the thing just started. */
  add(step: () => void | Promise<void>): void {
    this.steps.unshift(step);
  }

  close(): Promise<void> {
    this.closing ??= this.closeAll();
    return this.closing;
  }

  private async closeAll(): Promise<void> {
    for (const step of this.steps) await step();
  }
}
