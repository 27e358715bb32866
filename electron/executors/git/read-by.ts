import type { SimpleGit } from 'simple-git';
import type { StepContext } from '../executor.ts';
import { gitEnvironment, QUIET_SETTINGS } from './git-command.ts';
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
    return await read(await openReader(repository, context));
  } catch (error) {
    context.signal.throwIfAborted();
    throw await gitError(action, repository.folder, error instanceof Error ? error.message : String(error));
  }
}

/** Loaded on first use. Its guard refuses settings that come from outside; here all of them are ours, and are what makes it safe. */
async function openReader({ folder, settings }: Repository, context: StepContext): Promise<SimpleGit> {
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
