import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** One line a function wrote. */
export interface LogLine {
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly requestId: string;
  readonly message: string;
}

/** Bytes after which a function's log is put aside; the one before that is dropped. */
const rotateAt = 8_000_000;

/** What functions wrote to their console, one file per function in the data folder. */
export class FunctionLogs {
  private readonly folder: string;
  private readonly pending = new Map<string, string[]>();
  private scheduled = false;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  append(functionName: string, line: LogLine): void {
    const lines = this.pending.get(functionName) ?? [];
    lines.push(JSON.stringify(line));
    this.pending.set(functionName, lines);
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => this.flush());
  }

  /** Lines of one function, oldest first. */
  read(functionName: string): LogLine[] {
    this.flush();
    const lines: LogLine[] = [];
    for (const file of [`${this.file(functionName)}.1`, this.file(functionName)]) {
      if (!existsSync(file)) continue;
      for (const line of readFileSync(file, 'utf8').split('\n')) {
        if (line.endsWith('}')) lines.push(JSON.parse(line));
      }
    }
    return lines;
  }

  flush(): void {
    this.scheduled = false;
    for (const [functionName, lines] of this.pending) {
      const file = this.file(functionName);
      if (existsSync(file) && statSync(file).size > rotateAt) renameSync(file, `${file}.1`);
      appendFileSync(file, `${lines.join('\n')}\n`);
    }
    this.pending.clear();
  }

  private file(functionName: string): string {
    return join(this.folder, `${functionName.replaceAll(/[^\w-]/g, '_')}.jsonl`);
  }
}
