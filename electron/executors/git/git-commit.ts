import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { gitCommit } from '../../../shared/actions/git/git-commit.ts';
import type { ExecutorFor } from '../executor.ts';
import { findCommit, readBranch } from './read-head.ts';
import { openRepository, type Repository } from './repository.ts';

type Parameters = z.output<typeof gitCommit.parameters>;

/** The facts by which a commit is recognised after a crash. */
const commitIntent = z.object({
  parent: z.string().nullable(),
  /** `1700000000 +0100`, for the author and the committer: a commit of somebody else would have other dates. */
  date: z.string(),
  /** Null where hooks of a trusted repository may still change the contents. */
  tree: z.string().nullable(),
});

export const gitCommitExecutor: ExecutorFor<typeof gitCommit> = {
  plan: ({ repo, message, files, addAll }) => {
    const what = files?.join(', ') ?? (addAll ? 'every change' : 'what is staged');
    return `Would commit ${what} in ${repo}: ${message.split('\n', 1)[0]}`;
  },

  intent: async (parameters, context) => {
    const repository = await openRepository(parameters, context, 'write_contents');
    return {
      parent: (await findCommit(repository, 'HEAD')) ?? null,
      date: gitDate(context.now()),
      tree: parameters.trusted ? null : await treeToCommit(repository, parameters),
    };
  },

  run: async (parameters, context) => {
    const repository = await openRepository(parameters, context, 'write_contents');
    await stage(repository, parameters, {});
    if (!parameters.allowEmpty && (await nothingStaged(repository, parameters))) {
      return { commit: (await findCommit(repository, 'HEAD')) ?? null, branch: await readBranch(repository), files: [], empty: true };
    }
    const date = commitIntent.safeParse(context.intent).data?.date ?? gitDate(context.now());
    await repository.git('commit', commitArguments(parameters), {
      effect: true,
      stdin: parameters.message,
      environment: { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
    });
    return describeHead(repository);
  },

  probe: async (parameters, context) => {
    const { parent, date, tree } = commitIntent.parse(context.intent);
    const repository = await openRepository(parameters, context);
    const head = (await findCommit(repository, 'HEAD')) ?? null;
    if (head === parent) return { outcome: 'not_done', reason: 'no commit was made since' };
    if (await isOurs(repository, parameters, { parent: parent ?? '', date, tree })) {
      return {
        outcome: 'done',
        output: await describeHead(repository),
        reason: 'the last commit has the recorded parent, contents, message and dates',
      };
    }
    return { outcome: 'conflict', reason: 'somebody else has committed meanwhile' };
  },
};

async function isOurs(
  repository: Repository,
  { message, signoff }: Parameters,
  recorded: { parent: string; date: string; tree: string | null },
) {
  const format = '--format=%P%x00%T%x00%ad%x00%cd%x00%B';
  const printed = await repository.git('log', ['--max-count=1', '--date=raw', format, 'HEAD', '--']);
  const [parents, tree, authored, committed, said = ''] = printed.split('\0');
  const sameMessage = signoff ? plain(said).startsWith(plain(message)) : plain(said) === plain(message);
  const sameTree = recorded.tree === null || recorded.tree === tree;
  return parents === recorded.parent && authored === recorded.date && committed === recorded.date && sameTree && sameMessage;
}

/** git tidies the white space of a message. */
function plain(message: string): string {
  return message.replace(/\s+/g, ' ').trim();
}

async function stage(repository: Repository, { files, addAll }: Parameters, environment: Record<string, string>): Promise<void> {
  if (files !== undefined) await repository.git('add', ['--all', '--', ...files], { environment });
  else if (addAll) await repository.git('add', ['--all', '--', repository.top ?? '.'], { environment });
}

async function nothingStaged(repository: Repository, { files = [] }: Parameters): Promise<boolean> {
  const result = await repository.ask('diff', ['--cached', '--quiet', '--no-ext-diff', '--', ...files]);
  if (result.exitCode > 1) throw await repository.failure('diff', result);
  return result.exitCode === 0;
}

function commitArguments({ files, author, allowEmpty, signoff, trusted }: Parameters): string[] {
  return [
    '--file=-',
    '--cleanup=whitespace',
    ...(author === undefined ? [] : [`--author=${author}`]),
    ...(allowEmpty ? ['--allow-empty'] : []),
    ...(signoff ? ['--signoff'] : []),
    ...(trusted ? [] : ['--no-verify']),
    ...(files === undefined ? [] : ['--only', '--', ...files]),
  ];
}

/** The tree that the commit will have, found with a copy of the index; only objects that nothing names are written. */
async function treeToCommit(repository: Repository, parameters: Parameters): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pawl-index-'));
  try {
    const environment = { GIT_INDEX_FILE: join(folder, 'index') };
    if (parameters.files === undefined) await copyIndex(repository, environment.GIT_INDEX_FILE);
    else await repository.ask('read-tree', ['HEAD'], { environment });
    await stage(repository, parameters, environment);
    return (await repository.git('write-tree', [], { environment })).trim();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function copyIndex({ gitFolder }: Repository, target: string): Promise<void> {
  try {
    await copyFile(join(gitFolder, 'index'), target);
  } catch (error) {
    // A repository in which nothing was ever staged has no index.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

async function describeHead(repository: Repository) {
  const printed = await repository.git('log', [
    '--max-count=1',
    '-z',
    '--format=%H',
    '--name-only',
    '--no-renames',
    '-m',
    '--first-parent',
    '--root',
    'HEAD',
    '--',
  ]);
  const [commit = '', ...names] = printed.split('\0');
  const files = names.map((name) => name.replace(/^\n/, '')).filter((name) => name !== '');
  return { commit, branch: await readBranch(repository), files, empty: false };
}

/** Seconds and the zone of this machine: what `git log --date=raw` prints. */
function gitDate(nowMs: number): string {
  const minutes = -new Date(nowMs).getTimezoneOffset();
  const digits = (value: number): string => String(value).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${Math.floor(nowMs / 1000)} ${minutes < 0 ? '-' : '+'}${digits(Math.floor(size / 60))}${digits(size % 60)}`;
}
