import { type ProcessFacts, procFolders, ps, readProc, readProcess } from './list-processes.ts';

/**
 * The live processes that were started for an attempt, found by `PAWL_ATTEMPT_KEY` in their environment: also those that left
 * the process group, and those of an engine that crashed. None on Windows.
 */
export async function findMarked(attemptKey: string): Promise<readonly ProcessFacts[]> {
  if (process.platform === 'win32') return [];
  const marker = `PAWL_ATTEMPT_KEY=${attemptKey}`;
  const pids = process.platform === 'linux' ? await markedInProc(marker) : await markedByPs(marker);
  const found = await Promise.all(pids.filter((pid) => pid !== process.pid).map(readProcess));
  return found.filter((facts) => facts !== undefined);
}

async function markedInProc(marker: string): Promise<readonly number[]> {
  const marked = await Promise.all(
    (await procFolders()).map(async (pid) =>
      (await readProc(pid, 'environ'))?.toString('latin1').split('\0').includes(marker) ? pid : undefined,
    ),
  );
  return marked.filter((pid) => pid !== undefined);
}

/** `e` prints the environment after the command. */
async function markedByPs(marker: string): Promise<readonly number[]> {
  const lines = await ps(['eww', '-ax', '-o', 'pid=,command=']);
  return lines.filter((line) => line.split(' ').includes(marker)).map((line) => Number.parseInt(line, 10));
}
