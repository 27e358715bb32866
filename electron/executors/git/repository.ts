import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { SimpleGit } from 'simple-git';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { StepContext } from '../executor.ts';
import { openScope, resolveGiven, resolveInside } from '../file/file-scope.ts';
import {
  type GitOptions,
  type GitResult,
  type GitSetting,
  type GitSubcommand,
  gitEnvironment,
  QUIET_SETTINGS,
  runGit,
  UNTRUSTED_SETTINGS,
} from './git-command.ts';
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
  /** Runs git and gives what it printed; throws by `gitError` unless it ends with 0. */
  git(subcommand: GitSubcommand, args: readonly string[], options?: RunOptions): Promise<string>;
  /** Runs git for a question whose answer is the exit code, or whose failure is an expected outcome. */
  ask(subcommand: GitSubcommand, args: readonly string[], options?: RunOptions): Promise<GitResult>;
  /** What git said, as the error to throw. `args` as they were given. */
  failure(subcommand: GitSubcommand, result: Pick<GitResult, 'stdout' | 'stderr'>): Promise<ActionError>;
  reader(): Promise<SimpleGit>;
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
  const places = await runGit('rev-parse', ['--absolute-git-dir', '--is-bare-repository'], context, {
    folder,
    settings: UNTRUSTED_SETTINGS,
  });
  if (places.exitCode !== 0) throw await gitError('find a repository', folder, places.stderr);
  const [gitFolder = '', bare] = places.stdout.trimEnd().split('\n');
  const config = await loadConfig(folder, context);
  const { trusted } = parameters;
  const top = bare === 'true' ? undefined : await topOf(folder, gitFolder, config, context);
  const settings = trusted ? [] : [...config.neutral];
  if (use === 'write_contents' && !trusted) {
    refuseContentPrograms(folder, config);
    if (top !== undefined) settings.push(...(await neutraliseSubmodules(top, context)));
  }
  const ssh = sshEnvironment(config, trusted);
  const ask: Repository['ask'] = (subcommand, args, options = {}) =>
    runGit(subcommand, args, context, { ...options, folder, settings, environment: { ...ssh, ...options.environment } });
  const failure: Repository['failure'] = (subcommand, { stdout, stderr }) =>
    gitError(`run git ${subcommand}`, folder, `${stdout.slice(-4000)}\n${stderr}`);
  return {
    folder,
    top,
    gitFolder,
    trusted,
    config,
    ask,
    failure,
    git: async (subcommand, args, options) => {
      const result = await ask(subcommand, args, options);
      if (result.exitCode !== 0) throw await failure(subcommand, result);
      return result.stdout;
    },
    reader: () => openReader(folder, settings, context),
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

/** `core.worktree` may point anywhere: a repository must not make a step work on files that are not its own. */
async function topOf(folder: string, gitFolder: string, config: RepositoryConfig, context: StepContext): Promise<string> {
  const shown = await runGit('rev-parse', ['--show-toplevel'], context, { folder, settings: UNTRUSTED_SETTINGS });
  if (shown.exitCode !== 0) throw await gitError('find the files', folder, shown.stderr);
  const top = await realpath(shown.stdout.replace(/\r?\n$/, ''));
  if (config.get('core.worktree') === undefined) return top;
  const found = await runGit('rev-parse', ['--absolute-git-dir'], context, { folder: top, settings: UNTRUSTED_SETTINGS });
  if (found.exitCode === 0 && found.stdout.trimEnd() === gitFolder) return top;
  throw new ActionError('PATH_OUTSIDE_ROOTS', `The repository ${folder} keeps its files elsewhere: ${top}`, {
    hint: 'Its setting core.worktree says so. Remove the setting, or run the step in that folder.',
  });
}

/** simple-git guards against options from outside; here all of them are ours, and are what makes it safe. */
async function openReader(folder: string, settings: readonly GitSetting[], context: StepContext): Promise<SimpleGit> {
  const { simpleGit } = await import('simple-git');
  const environment = gitEnvironment(context, [...QUIET_SETTINGS, ...settings]);
  return simpleGit({
    baseDir: folder,
    abort: context.signal,
    maxConcurrentProcesses: 1,
    allowEnvironment: Object.keys(environment),
    unsafe: OUR_SETTINGS,
  }).env(environment);
}

const OUR_SETTINGS = {
  allowUnsafeAlias: true,
  allowUnsafeAskPass: true,
  allowUnsafeCommandBinaries: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeDiffExternal: true,
  allowUnsafeDiffTextConv: true,
  allowUnsafeEditor: true,
  allowUnsafeExec: true,
  allowUnsafeFilter: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeGitProxy: true,
  allowUnsafeGpgProgram: true,
  allowUnsafeHooksPath: true,
  allowUnsafeInclude: true,
  allowUnsafeMergeDriver: true,
  allowUnsafePack: true,
  allowUnsafePager: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeSshCommand: true,
  allowUnsafeSubmodule: true,
  allowUnsafeTemplateDir: true,
  allowUnsafeUrlRewrite: true,
} as const;

/** Tells the self-write guard what a change of the checked out commit has written. */
export async function reportWritten(repository: Repository, context: StepContext, from: string, to: string): Promise<void> {
  const { top } = repository;
  if (top === undefined || from === to) return;
  const names = await repository.git('diff', ['--name-only', '--no-renames', '--no-ext-diff', '-z', from, to, '--']);
  for (const name of names.split('\0')) if (name !== '') context.wrote(join(top, name));
}
