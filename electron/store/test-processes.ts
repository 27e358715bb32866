import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export function startEngineProcess(...args: readonly string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [join(import.meta.dirname, 'test-engine-process.ts'), ...args]);
}

/** The lines that the process prints, one at a call. Rejects with what it said otherwise when it ends before. */
export function readLines(child: ChildProcessWithoutNullStreams): () => Promise<string> {
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  return async () => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`ended without a line: ${errors}`);
    return value;
  };
}

export function whenClosed(child: ChildProcessWithoutNullStreams): Promise<void> {
  return new Promise((resolve) =>
    child.exitCode !== null || child.signalCode !== null ? resolve() : child.once('close', () => resolve()),
  );
}

/** A data folder as an engine leaves it that was killed: with five runs, and all of its writes still in the log. */
export async function leaveUnclean(dataDir: string): Promise<void> {
  const child = startEngineProcess('hold', dataDir);
  await readLines(child)();
  child.kill('SIGKILL');
  await whenClosed(child);
}
