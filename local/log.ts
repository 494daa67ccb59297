import type { Log } from './contract.ts';

/** Says nothing. */
export const silent: Log = { info: () => {}, warn: () => {}, detail: () => {} };

/** Writes to a terminal: progress to standard output, warnings to standard error. @param verbose shows details too. */
export function terminalLog(verbose: boolean): Log {
  return {
    info: (line) => process.stdout.write(`${line}\n`),
    warn: (line) => process.stderr.write(`${line}\n`),
    detail: (line) => {
      if (verbose) process.stdout.write(`  ${line}\n`);
    },
  };
}
