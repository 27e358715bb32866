import { z } from 'zod';
import type { gitMerge } from '../../../shared/actions/git/git-merge.ts';
import type { ProbeResult, StepContext } from '../executor.ts';
import { findCommit, isAncestor, readConflicts, refuseUnresolved, requireCommit } from './read-head.ts';
import { reportWritten } from './report-written.ts';
import type { Repository } from './repository.ts';

type MergeOutput = z.input<typeof gitMerge.output>;
type MergeOptions = Pick<z.output<typeof gitMerge.parameters>, 'fastForward' | 'keepConflicts'> & { readonly message: string };

/** Where the branch was, and what is merged; null when that was not known yet. */
export const mergeIntent = z.object({ head: z.string(), target: z.string().nullable() });

const FAST_FORWARD = { auto: '--ff', only: '--ff-only', never: '--no-ff' } as const;

/** Merges a commit into the branch checked out. Unless conflicts are kept, they leave everything as it was. */
export async function mergeCommit(
  repository: Repository,
  target: string,
  options: MergeOptions,
  context: StepContext,
): Promise<MergeOutput> {
  await refuseUnresolved(repository, 'merge');
  const before = await requireCommit(repository, 'HEAD');
  const args = [
    '--no-edit',
    '--no-stat',
    '--no-autostash',
    FAST_FORWARD[options.fastForward],
    ...(repository.trusted ? [] : ['--no-verify']),
    `--message=${options.message}`,
    target,
  ];
  const result = await repository.ask('merge', args, { effect: true });
  if (result.exitCode !== 0) {
    const conflicts = await readConflicts(repository);
    if (conflicts.length === 0) throw await repository.failure('merge', result);
    if (!options.keepConflicts) await repository.git('merge', ['--abort'], { effect: true });
    return { result: 'conflict', commit: before, conflicts };
  }
  const commit = await requireCommit(repository, 'HEAD');
  await reportWritten(repository, context, before, commit);
  return { result: resultOf(before, commit, target), commit, conflicts: [] };
}

/** After a crash: did the branch come to hold what was to be merged? */
export async function probeMerge(
  repository: Repository,
  recorded: z.output<typeof mergeIntent>,
  keepConflicts: boolean,
): Promise<ProbeResult<MergeOutput>> {
  const commit = await requireCommit(repository, 'HEAD');
  if (commit === recorded.head) {
    if ((await findCommit(repository, 'MERGE_HEAD')) === undefined) return { outcome: 'not_done', reason: 'the branch is where it was' };
    const conflicts = await readConflicts(repository);
    if (!keepConflicts || conflicts.length === 0) return { outcome: 'conflict', reason: 'a merge was begun and not ended' };
    return { outcome: 'done', output: { result: 'conflict', commit, conflicts }, reason: 'the conflicts are in the files' };
  }
  const target = recorded.target ?? (await findCommit(repository, 'FETCH_HEAD'));
  const firstParent = await findCommit(repository, `${commit}^1`);
  const moved =
    commit === target || (firstParent === recorded.head && target !== undefined && (await isAncestor(repository, target, commit)));
  if (!moved || target === undefined) return { outcome: 'conflict', reason: 'the branch has moved in another way' };
  return {
    outcome: 'done',
    output: { result: resultOf(recorded.head, commit, target), commit, conflicts: [] },
    reason: 'the branch holds what was merged',
  };
}

function resultOf(before: string, commit: string, target: string): MergeOutput['result'] {
  if (commit === before) return 'up_to_date';
  return commit === target ? 'fast_forward' : 'merged';
}
