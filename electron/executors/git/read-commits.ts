import type { Repository } from './repository.ts';

export interface Commit {
  readonly hash: string;
  readonly shortHash: string;
  readonly author: string;
  readonly email: string;
  readonly date: string;
  readonly subject: string;
  readonly body: string;
}

// NUL is the one character that no field can hold: a message cannot pretend to be more commits.
const FORMAT = '--format=%H%x00%h%x00%an%x00%ae%x00%aI%x00%s%x00%b%x00%P';
const FIELDS = 8;

/** Commits as `git log` selects them by `args`, without the parents' order changed. */
export async function readCommits(repository: Repository, args: readonly string[]): Promise<(Commit & { readonly parents: string[] })[]> {
  const printed = await repository.git('log', ['-z', FORMAT, '--no-ext-diff', '--no-textconv', ...args]);
  const fields = printed.split('\0');
  const commits = [];
  for (let at = 0; at + FIELDS <= fields.length; at += FIELDS) {
    const [hash = '', shortHash = '', author = '', email = '', date = '', subject = '', body = '', parents = ''] = fields.slice(
      at,
      at + FIELDS,
    );
    commits.push({
      hash,
      shortHash,
      author,
      email,
      date,
      subject,
      body: body.trimEnd(),
      parents: parents === '' ? [] : parents.split(' '),
    });
  }
  return commits;
}

/** The files of each commit that `args` select, by hash. */
export async function readCommitFiles(repository: Repository, args: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const printed = await repository.git('log', [
    '-z',
    '--format=%x00%H',
    '--name-only',
    '--no-ext-diff',
    '--no-textconv',
    '-m',
    '--first-parent',
    ...args,
  ]);
  const files = new Map<string, string[]>();
  let current: string[] = [];
  const fields = printed.split('\0');
  // An empty field comes before each hash, as no path is empty.
  for (let at = 0; at < fields.length; at += 1) {
    const field = fields[at]?.replace(/^\n/, '') ?? '';
    if (field !== '') {
      current.push(field);
      continue;
    }
    const hash = fields[at + 1];
    if (hash === undefined || hash === '') continue;
    current = [];
    files.set(hash, current);
    at += 1;
  }
  return files;
}
