import type { ProbeResult, StepContext } from '../executor.ts';
import type { FileScope } from './file-scope.ts';
import { sameFingerprint, takeFingerprint, wholeMtimeMs } from './fingerprint.ts';
import { withPinnedFolder } from './pinned-folder.ts';
import type { Transfer } from './plan-transfers.ts';
import { walkFolder } from './walk-folder.ts';

type Verdict = Exclude<ProbeResult<never>, { outcome: 'done' }> | { readonly outcome: 'done'; readonly reason: string };

/** One conflict makes a conflict; otherwise one thing left to do makes it "not done", because a run goes on where it stopped. */
export async function probeTransfers(
  kind: 'copy' | 'move',
  transfers: readonly Transfer[],
  scope: FileScope,
  context: StepContext,
): Promise<Verdict> {
  let verdict: Verdict = { outcome: 'done', reason: `everything is at its destination` };
  for (const transfer of transfers) {
    const one = kind === 'copy' ? await probeCopy(transfer, scope, context.signal) : await probeMove(transfer, scope, context.signal);
    if (one.outcome === 'conflict') return one;
    if (verdict.outcome === 'done') verdict = one.outcome === 'done' ? verdict : one;
  }
  return verdict;
}

async function probeCopy(transfer: Transfer, scope: FileScope, signal: AbortSignal): Promise<Verdict> {
  const { from, to, source, before } = transfer;
  const now = await takeFingerprint(to, scope, signal);
  if (sameFingerprint(now, source)) return { outcome: 'done', reason: `${to} holds what was to be copied` };
  if (now === null) return { outcome: 'not_done', reason: `${to} does not exist yet` };
  if (sameFingerprint(now, before) && before?.type !== 'dir') return { outcome: 'not_done', reason: `${to} is as it was before the step` };
  if (source?.type === 'dir' && now.type === 'dir') return probeFolderCopy(transfer, scope, signal);
  return { outcome: 'conflict', reason: `${to} is neither what was there before nor a copy of ${from}` };
}

async function probeFolderCopy({ from, to, before }: Transfer, scope: FileScope, signal: AbortSignal): Promise<Verdict> {
  const wanted = await listFacts(from, scope, signal);
  const present = await listFacts(to, scope, signal);
  const arrived = [...wanted].filter(([path, facts]) => present.get(path) === facts).length;
  if (arrived === wanted.size) return { outcome: 'done', reason: `${to} holds all ${wanted.size} files of ${from}` };
  const foreign = [...present.keys()].find((path) => present.get(path) !== wanted.get(path));
  // Copied into a folder that was there, other files are to be expected.
  if (before !== null || foreign === undefined) {
    return { outcome: 'not_done', reason: `${arrived} of ${wanted.size} files are in ${to}; the copy goes on from there` };
  }
  return { outcome: 'conflict', reason: `${to} holds ${foreign}, which is not what was to be copied` };
}

async function probeMove(transfer: Transfer, scope: FileScope, signal: AbortSignal): Promise<Verdict> {
  const { from, to, source, before } = transfer;
  const [left, now] = [await takeFingerprint(from, scope, signal), await takeFingerprint(to, scope, signal)];
  if (left === null) {
    return sameFingerprint(now, source)
      ? { outcome: 'done', reason: `${from} is gone and ${to} holds what it held` }
      : { outcome: 'conflict', reason: `${from} is gone, but ${to} does not hold what it held` };
  }
  if (now === null || sameFingerprint(now, before)) return { outcome: 'not_done', reason: `${from} is still there and ${to} is as before` };
  if (sameFingerprint(now, source)) return { outcome: 'not_done', reason: `${to} is complete, only ${from} is still to be removed` };
  if (source?.type === 'dir' && now.type === 'dir') return probeFolderCopy(transfer, scope, signal);
  return { outcome: 'conflict', reason: `${to} is neither what was there before nor what ${from} held` };
}

/** Size and time of every file below a folder, by relative path. */
async function listFacts(path: string, scope: FileScope, signal: AbortSignal): Promise<Map<string, string>> {
  const facts = new Map<string, string>();
  await withPinnedFolder(path, scope, { purpose: 'read' }, async (folder) => {
    for await (const { relativePath, type, stats } of walkFolder(folder, { scope, signal })) {
      if (type === 'file') facts.set(relativePath, `${stats.size} ${wholeMtimeMs(stats)}`);
    }
  });
  return facts;
}
