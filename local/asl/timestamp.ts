const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d:\d\d(?::\d\d)?)$/;

/**
 * Reads an ISO 8601 extended date-time with offset, to the nanosecond, as AWS does.
 * @returns epoch milliseconds, or undefined when the text is no such time (months and days that do not exist included).
 */
export function parseTimestamp(text: string): number | undefined {
  const match = TIMESTAMP.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = '00', fraction = '0', offset = 'Z'] = match;
  const milliseconds = fraction.padEnd(3, '0').slice(0, 3);
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}Z`;
  const moment = Date.parse(local);
  // Date.parse turns February 30th into March: what it read must be what was written.
  if (Number.isNaN(moment) || new Date(moment).toISOString() !== local) return undefined;
  return moment - offsetMilliseconds(offset);
}

function offsetMilliseconds(offset: string): number {
  if (offset === 'Z') return 0;
  const [hours = 0, minutes = 0, seconds = 0] = offset.slice(1).split(':').map(Number);
  return (offset.startsWith('-') ? -1 : 1) * ((hours * 60 + minutes) * 60 + seconds) * 1000;
}
