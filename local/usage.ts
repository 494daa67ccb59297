import type { Meter, MeterReading } from './contract.ts';

/** Counts what would be billed. The services add, benches and tests read. */
export class Usage implements Meter {
  private readonly counts = new Map<string, Map<string, number>>();

  /** @param what which figure. @param of the function, machine or table it belongs to. */
  add(what: keyof MeterReading, of: string, amount: number): void {
    let figure = this.counts.get(what);
    if (!figure) {
      figure = new Map();
      this.counts.set(what, figure);
    }
    figure.set(of, (figure.get(of) ?? 0) + amount);
  }

  read(): MeterReading {
    const each = (what: keyof MeterReading) => Object.fromEntries(this.counts.get(what) ?? []);
    const total = (what: keyof MeterReading) => [...(this.counts.get(what)?.values() ?? [])].reduce((a, b) => a + b, 0);
    return {
      lambdaInvocations: each('lambdaInvocations'),
      lambdaMilliseconds: each('lambdaMilliseconds'),
      stateTransitions: each('stateTransitions'),
      readUnits: each('readUnits'),
      writeUnits: each('writeUnits'),
      mails: total('mails'),
      events: total('events'),
      queueRequests: total('queueRequests'),
      apiRequests: total('apiRequests'),
    };
  }

  reset(): void {
    this.counts.clear();
  }
}
