import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

export interface ShellLog {
  write(kind: string, detail: Readonly<Record<string, unknown>>): void;
  fault(error: unknown): void;
}

const rotateBytes = 1024 * 1024;

/** Crashes, faults and refusals, as lines of JSON in `logs/desktop.jsonl`; the file before it is kept. Written at once: what comes next may be the end. */
export function openShellLog(dataDir: string, now: () => number): ShellLog {
  const file = path.join(dataDir, 'logs', 'desktop.jsonl');

  function write(kind: string, detail: Readonly<Record<string, unknown>>): void {
    const line = `${JSON.stringify({ at: new Date(now()).toISOString(), kind, ...detail })}\n`;
    try {
      makeFolder(path.dirname(file));
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > rotateBytes) renameSync(file, `${file}.1`);
      appendFileSync(file, line, { mode: 0o600 });
    } catch (error) {
      // A disk that is full must not take the engine with it.
      process.stderr.write(`pawl: ${String(error)}\npawl: ${line}`);
    }
  }

  return {
    write,
    fault(error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.stderr.write(`pawl: ${text}\n`);
      write('fault', { error: text });
    },
  };
}

/** Within the data folder, which is not made anew: one that was moved away is to be brought back to its place. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
