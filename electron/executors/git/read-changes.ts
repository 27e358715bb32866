import type { GitResult } from './git-command.ts';
import type { Repository } from './repository.ts';

export interface ChangedFile {
  readonly path: string;
  readonly from?: string;
  readonly insertions: number;
  readonly deletions: number;
  readonly binary: boolean;
}

export interface Changes {
  readonly files: ChangedFile[];
  readonly insertions: number;
  readonly deletions: number;
  readonly patch: string;
  readonly truncated: boolean;
}

const SAFE = ['--no-ext-diff', '--no-textconv', '--ignore-submodules=dirty', '--find-renames'];

/** What `git diff` tells about the commits and paths in `selection`; the patch is cut after `maxBytes`. */
export async function readChanges(repository: Repository, selection: readonly string[], maxBytes: number): Promise<Changes> {
  const files = parseNumbers(await repository.git('diff', [...SAFE, '--numstat', '-z', ...selection]));
  const patch: GitResult = await repository.ask('diff', [...SAFE, '--patch', '--no-color', ...selection], { maxBytes });
  if (patch.exitCode !== 0) throw await repository.failure('diff', patch);
  return {
    files,
    insertions: files.reduce((sum, file) => sum + file.insertions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    patch: patch.stdout,
    truncated: patch.truncated,
  };
}

/** `--numstat -z`: "added TAB removed TAB path", where a rename leaves the path empty and two fields follow; "-" is binary. */
function parseNumbers(printed: string): ChangedFile[] {
  const fields = printed.split('\0');
  const files: ChangedFile[] = [];
  for (let at = 0; at < fields.length; at += 1) {
    const match = /^(\d+|-)\t(\d+|-)\t(.*)$/s.exec(fields[at] ?? '');
    if (match === null) continue;
    const [, added = '-', removed = '-', path = ''] = match;
    const counts = { insertions: Number(added) || 0, deletions: Number(removed) || 0, binary: added === '-' };
    if (path !== '') {
      files.push({ path, ...counts });
    } else {
      files.push({ path: fields[at + 2] ?? '', from: fields[at + 1] ?? '', ...counts });
      at += 2;
    }
  }
  return files;
}
