import { realpath } from 'node:fs/promises';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { StepContext } from '../executor.ts';
import { openScope, resolveGiven, resolveInside } from '../file/file-scope.ts';
import { type GitOptions, type GitResult, type GitSetting, type GitSubcommand, runGit, UNTRUSTED_SETTINGS } from './git-command.ts';
import { gitError } from './git-error.ts';
import { type RepositoryConfig, readConfig } from './repository-config.ts';
import { neutraliseSubmodules } from './submodule-settings.ts';

type RunOptions = Omit<GitOptions, 'folder' | 'settings'>;

/** A repository that a step works on, with everything neutralised that must not run. */
export interface Repository {
  /** The folder that the step named; absolute, without links. */
  readonly folder: string;
  /** The top folder of its files; undefined for a bare repository. */
  readonly top: string | undefined;
  readonly gitFolder: string;
  readonly trusted: boolean;
  readonly config: RepositoryConfig;
  /** What every git here is told, so that nothing runs that must not. */
  readonly settings: readonly GitSetting[];
  /** Runs git and gives what it printed; throws by `gitError` unless it ends with 0. */
  git(subcommand: GitSubcommand, args: readonly string[], options?: RunOptions): Promise<string>;
  /** Runs git for a question whose answer is the exit code, or whose failure is an expected outcome. */
  ask(subcommand: GitSubcommand, args: readonly string[], options?: RunOptions): Promise<GitResult>;
  /** What git said, as the error to throw. */
  failure(subcommand: GitSubcommand, result: Pick<GitResult, 'stdout' | 'stderr'>): Promise<ActionError>;
}

/**
 * Throws `NOT_A_REPOSITORY`, `PATH_OUTSIDE_ROOTS`, `GIT_NOT_FOUND`, `GIT_TOO_OLD`; and `REPOSITORY_NOT_TRUSTED` for a use that
 * writes contents where the repository brings programs of its own for that.
 */
export async function openRepository(
  parameters: { readonly repo: string; readonly trusted: boolean },
  context: StepContext,
  use: 'read' | 'write_contents' = 'read',
): Promise<Repository> {
  const scope = await openScope(context);
  const folder = await resolveInside(resolveGiven(parameters.repo, scope), scope, 'read');
  const place = await locate(folder, context);
  const config = await loadConfig(folder, context);
  if (config.get('core.worktree') !== undefined) await refuseForeignFiles(folder, place, context);
  const { trusted } = parameters;
  const settings = trusted ? [] : [...config.neutral];
  if (use === 'write_contents' && !trusted) {
    refuseContentPrograms(folder, config);
    if (place.top !== undefined) settings.push(...(await neutraliseSubmodules(place.top, context)));
  }
  const ssh = sshEnvironment(config, trusted);
  const ask: Repository['ask'] = (subcommand, args, options = {}) =>
    runGit(subcommand, args, context, { ...options, folder, settings, environment: { ...ssh, ...options.environment } });
  const failure: Repository['failure'] = (subcommand, { stdout, stderr }) =>
    gitError(`run git ${subcommand}`, folder, `${stdout.slice(-4000)}\n${stderr}`);
  return {
    folder,
    ...place,
    trusted,
    config,
    settings,
    ask,
    failure,
    git: async (subcommand, args, options) => {
      const result = await ask(subcommand, args, options);
      if (result.exitCode !== 0) throw await failure(subcommand, result);
      return result.stdout;
    },
  };
}

/** The configuration that git would use in a folder, whether or not that is in a repository. */
export async function loadConfig(folder: string, context: StepContext): Promise<RepositoryConfig> {
  const { exitCode, stdout, stderr } = await runGit('config', ['--list', '--show-scope', '-z'], context, {
    folder,
    settings: UNTRUSTED_SETTINGS,
  });
  if (exitCode !== 0) throw await gitError('read the configuration', folder, stderr);
  return readConfig(stdout);
}

/** The ssh that the user has chosen, or the usual one told never to ask; a repository chooses one only if it is trusted. */
export function sshEnvironment(config: RepositoryConfig, trusted: boolean): Record<string, string> {
  return { GIT_SSH_COMMAND: (trusted ? config.get('core.sshcommand') : config.usersSsh) ?? 'ssh -o BatchMode=yes' };
}

function refuseContentPrograms(folder: string, { contentPrograms }: RepositoryConfig): void {
  if (contentPrograms.length === 0) return;
  throw new ActionError(
    'REPOSITORY_NOT_TRUSTED',
    `The repository ${folder} has programs of its own that change files on their way in and out: ${contentPrograms.join(', ')}`,
    {
      kind: 'needs_person',
      hint: 'Without them wrong contents would be written. If you trust the repository, set `trusted: true` on this step.',
    },
  );
}

/** Throws `NOT_A_REPOSITORY`. */
async function locate(folder: string, context: StepContext): Promise<Pick<Repository, 'gitFolder' | 'top'>> {
  const asked = await runGit('rev-parse', ['--absolute-git-dir', '--is-bare-repository', '--show-toplevel'], context, {
    folder,
    settings: UNTRUSTED_SETTINGS,
  });
  const [gitFolder = '', bare, ...top] = asked.stdout.replace(/\r?\n$/, '').split('\n');
  // A bare repository has no top folder, so that git ends with an error after the first two answers.
  if (bare === 'true') return { gitFolder, top: undefined };
  if (asked.exitCode !== 0) throw await gitError('find a repository', folder, asked.stderr);
  return { gitFolder, top: await realpath(top.join('\n')) };
}

/** `core.worktree` may point anywhere: a repository must not make a step work on files that are not its own. */
async function refuseForeignFiles(
  folder: string,
  { gitFolder, top }: Pick<Repository, 'gitFolder' | 'top'>,
  context: StepContext,
): Promise<void> {
  if (top === undefined) return;
  const there = await locate(top, context).catch(() => undefined);
  if (there?.gitFolder === gitFolder) return;
  throw new ActionError('PATH_OUTSIDE_ROOTS', `The repository ${folder} keeps its files elsewhere: ${top}`, {
    hint: 'Its setting core.worktree says so. Remove the setting, or run the step in that folder.',
  });
}
