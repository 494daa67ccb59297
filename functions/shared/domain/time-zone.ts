const MINUTE = 60_000;

/**
 * How far the clocks of an IANA time zone are ahead of UTC, in minutes, summer time included.
 * @throws RangeError when there is no such zone
 */
export function offsetIn(timeZone: string): (at: Date) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    const clocks = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
    return Math.round((clocks - at.getTime()) / MINUTE);
  };
}
