import type { SimpleGit } from 'simple-git';
import type { StepContext } from '../executor.ts';
import { gitError } from './git-error.ts';
import type { Repository } from './repository.ts';

/** Reads by simple-git, with its failures told as ours. */
export async function readBy<T>(
  repository: Repository,
  context: StepContext,
  action: string,
  read: (git: SimpleGit) => PromiseLike<T>,
): Promise<T> {
  try {
    return await read(await repository.reader());
  } catch (error) {
    context.signal.throwIfAborted();
    throw await gitError(action, repository.folder, error instanceof Error ? error.message : String(error));
  }
}
