import { join } from 'node:path';
import type { StepContext } from '../executor.ts';
import type { Repository } from './repository.ts';

/** Tells the self-write guard what a change of the checked out commit has written. */
export async function reportWritten(repository: Repository, context: StepContext, from: string, to: string): Promise<void> {
  const { top } = repository;
  if (top === undefined || from === to) return;
  const names = await repository.git('diff', ['--name-only', '--no-renames', '--no-ext-diff', '-z', from, to, '--']);
  for (const name of names.split('\0')) if (name !== '') context.wrote(join(top, name));
}
