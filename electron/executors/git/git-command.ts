import { ActionError } from '../../../shared/lib/action-error.ts';
import type { StepContext } from '../executor.ts';
import { runProcess } from '../process/run-process.ts';
import { stepEnvironment } from '../process/step-environment.ts';

/** What steps may ask of git. Anything else, such as an alias of the user, is not run. */
export type GitSubcommand =
  | 'add'
  | 'branch'
  | 'checkout'
  | 'clone'
  | 'commit'
  | 'config'
  | 'diff'
  | 'fetch'
  | 'for-each-ref'
  | 'log'
  | 'ls-files'
  | 'ls-remote'
  | 'merge'
  | 'merge-base'
  | 'push'
  | 'read-tree'
  | 'remote'
  | 'rev-parse'
  | 'stash'
  | 'symbolic-ref'
  | 'tag'
  | 'worktree'
  | 'write-tree';

/** One setting of git's configuration, as in `git -c`. */
export type GitSetting = readonly [key: string, value: string];

export interface GitOptions {
  /** Absolute folder to run in. */
  readonly folder: string;
  readonly settings: readonly GitSetting[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** How much of stdout is kept; 32 MiB by default. */
  readonly maxBytes?: number;
  /** The command changes something: it is recorded as the step's process, and what it says goes to the log. */
  readonly effect?: boolean;
}

export interface GitResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
}

const MAX_BYTES = 32 * 1024 * 1024;

/** Present in what `git config --list` prints only if git has read our settings: before 2.31 it ignores them. */
export const HARDENED_MARK: GitSetting = ['pawl.hardened', 'true'];

/** For every repository, trusted or not: nothing asks, opens an editor or a pager, or works in the background. */
export const QUIET_SETTINGS: readonly GitSetting[] = [
  HARDENED_MARK,
  ['color.ui', 'false'],
  ['core.quotePath', 'false'],
  ['credential.interactive', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['submodule.recurse', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  ['push.recurseSubmodules', 'no'],
  // Looking into a submodule would follow that submodule's own configuration.
  ['diff.ignoreSubmodules', 'dirty'],
  ['status.submoduleSummary', 'false'],
];

/** Keeps git from running what a repository brings; the settings whose names are known beforehand, for `RepositoryConfig.neutral` adds others. */
export const UNTRUSTED_SETTINGS: readonly GitSetting[] = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['commit.gpgSign', 'false'],
  ['tag.gpgSign', 'false'],
  ['tag.forceSignAnnotated', 'false'],
  ['push.gpgSign', 'false'],
  ['log.showSignature', 'false'],
];

/** The environment that a git of ours runs in. Settings travel in it, because `-c` cannot name every key. */
export function gitEnvironment(context: StepContext, settings: readonly GitSetting[]): Record<string, string> {
  const environment = stepEnvironment(context, {
    LC_ALL: 'C',
    LANGUAGE: '',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    SSH_ASKPASS_REQUIRE: 'never',
    GIT_EDITOR: ':',
    GIT_SEQUENCE_EDITOR: ':',
    GIT_PAGER: 'cat',
    GIT_MERGE_AUTOEDIT: 'no',
    GIT_OPTIONAL_LOCKS: '0',
    // A file may be called `[id].ts` or `:(top)x`: paths of a step are names, never patterns.
    GIT_LITERAL_PATHSPECS: '1',
    // No `ext::` or other helper that runs programs, whatever the configuration allows.
    GIT_ALLOW_PROTOCOL: 'file:http:https:ssh',
    GIT_CONFIG_COUNT: String(settings.length),
  });
  settings.forEach(([key, value], index) => {
    environment[`GIT_CONFIG_KEY_${index}`] = key;
    environment[`GIT_CONFIG_VALUE_${index}`] = value;
  });
  return environment;
}

/** Runs git whatever it ends with. Throws `GIT_NOT_FOUND` and what `runProcess` throws. */
export async function runGit(
  subcommand: GitSubcommand,
  args: readonly string[],
  context: StepContext,
  options: GitOptions,
): Promise<GitResult> {
  const settings = [...QUIET_SETTINGS, ...options.settings];
  try {
    const end = await runProcess({
      program: 'git',
      args: [subcommand, ...args],
      cwd: options.folder,
      environment: { ...gitEnvironment(context, settings), ...options.environment },
      attemptKey: context.attemptKey(),
      stdin: options.stdin,
      maxOutputBytes: options.maxBytes ?? MAX_BYTES,
      signal: context.signal,
      spawn: context.spawn,
      onOutput: (stream, text) => {
        if (options.effect) context.log(stream, text);
      },
      ...(options.effect ? { onStart: (child) => context.started(child) } : {}),
    });
    return { exitCode: end.exitCode, stdout: end.stdout.text, stderr: end.stderr.text, truncated: end.stdout.truncated };
  } catch (error) {
    throw gitMissing(error) ?? error;
  }
}

function gitMissing(error: unknown): ActionError | undefined {
  if (!(error instanceof ActionError) || error.code !== 'PROGRAM_NOT_FOUND') return undefined;
  return new ActionError('GIT_NOT_FOUND', 'There is no git in PATH', {
    hint: 'Install git 2.31 or later, then run the step again.',
    cause: error,
  });
}
