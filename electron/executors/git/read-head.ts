import { ActionError } from '../../../shared/lib/action-error.ts';
import type { Repository } from './repository.ts';

/** The commit that a name stands for, or undefined. A tag stands for what it names. */
export async function findCommit(repository: Repository, name: string): Promise<string | undefined> {
  const { exitCode, stdout } = await repository.ask('rev-parse', ['--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
  return exitCode === 0 ? stdout.trim() : undefined;
}

/** The commit that a name stands for; throws `REF_NOT_FOUND`. */
export async function requireCommit(repository: Repository, name: string): Promise<string> {
  const printed = await repository.git('rev-parse', ['--verify', '--end-of-options', `${name}^{commit}`]);
  return printed.trim();
}

/** The branch checked out, also one without commits; null when a commit is. */
export async function readBranch(repository: Repository): Promise<string | null> {
  const { exitCode, stdout } = await repository.ask('symbolic-ref', ['--quiet', '--short', 'HEAD']);
  return exitCode === 0 ? stdout.trim() : null;
}

/** Files that are in conflict now. */
export async function readConflicts(repository: Repository): Promise<string[]> {
  const printed = await repository.git('diff', ['--name-only', '--diff-filter=U', '--no-ext-diff', '-z', '--']);
  return [...new Set(printed.split('\0').filter((name) => name !== ''))];
}

/** What somebody has left half done must neither be taken for a conflict of ours nor be undone. Throws `CONFLICT`. */
export async function refuseUnresolved(repository: Repository, action: string): Promise<void> {
  const merging = (await findCommit(repository, 'MERGE_HEAD')) !== undefined;
  const conflicts = await readConflicts(repository);
  if (!merging && conflicts.length === 0) return;
  const what = conflicts.length === 0 ? 'a merge is in progress' : `files are in conflict: ${conflicts.join(', ')}`;
  throw new ActionError('CONFLICT', `Could not ${action} in ${repository.folder}: ${what}`, {
    hint: 'Resolve and commit it, or undo it (git merge --abort), then run the step again.',
    details: { conflicts },
  });
}

export async function isAncestor(repository: Repository, ancestor: string, commit: string): Promise<boolean> {
  return (await repository.ask('merge-base', ['--is-ancestor', ancestor, commit])).exitCode === 0;
}
