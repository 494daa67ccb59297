export interface Comparison {
  /** What the value is compared with, in words. */
  readonly against: string;
  readonly ratio: number;
}

/** Prints one figure as one JSON line. */
export function figure(name: string, value: number, unit: string, comparison?: Comparison): void {
  const rounded = (number: number): number => Number(number.toPrecision(6));
  process.stdout.write(
    `${JSON.stringify({
      figure: name,
      value: rounded(value),
      unit,
      ...(comparison && { against: comparison.against, ratio: rounded(comparison.ratio) }),
    })}\n`,
  );
}
