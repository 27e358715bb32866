import { existsSync, readFileSync } from 'node:fs';

export interface LedgerLine {
  readonly taskKey: string;
  readonly attemptKey: string;
  readonly runId: string;
  readonly path: string;
}

/** What the outside world has seen of shell effects. Nobody who is killed here writes it but the effects themselves. */
export interface Ledger {
  readonly lines: readonly LedgerLine[];
  countOf(attemptKey: string): number;
}

export function readLedger(file: string): Ledger {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [taskKey = '', attemptKey = '', runId = '', path = ''] = line.split(' ');
      return { taskKey, attemptKey, runId, path };
    });
  const counts = new Map<string, number>();
  for (const { attemptKey } of lines) counts.set(attemptKey, (counts.get(attemptKey) ?? 0) + 1);
  return { lines, countOf: (attemptKey) => counts.get(attemptKey) ?? 0 };
}
