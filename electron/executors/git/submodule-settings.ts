import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { StepContext } from '../executor.ts';
import { type GitSetting, runGit, UNTRUSTED_SETTINGS } from './git-command.ts';
import { gitError } from './git-error.ts';
import { readConfig } from './repository-config.ts';

const MAX_LIST_BYTES = 512 * 1024 * 1024;

/**
 * What to set so that no program of a submodule runs. `git add` and `git stash` look into each submodule for changes whatever they are told,
 * and there its own configuration counts; but settings of ours reach that far.
 */
export async function neutraliseSubmodules(top: string, context: StepContext): Promise<readonly GitSetting[]> {
  const settings: GitSetting[] = [];
  const left = await listSubmodules(top, context);
  for (let folder = left.pop(); folder !== undefined; folder = left.pop()) {
    const config = await runGit('config', ['--list', '--show-scope', '-z'], context, { folder, settings: UNTRUSTED_SETTINGS });
    if (config.exitCode !== 0) throw await gitError('read the configuration', folder, config.stderr);
    settings.push(...readConfig(config.stdout).neutral);
    left.push(...(await listSubmodules(folder, context)));
  }
  return settings;
}

/** The folders of submodules that are checked out. */
async function listSubmodules(top: string, context: StepContext): Promise<string[]> {
  const index = await runGit('ls-files', ['--stage', '-z'], context, {
    folder: top,
    settings: UNTRUSTED_SETTINGS,
    maxBytes: MAX_LIST_BYTES,
  });
  if (index.exitCode !== 0) throw await gitError('list the files', top, index.stderr);
  const submodules = index.stdout.split('\0').filter((entry) => entry.startsWith('160000 '));
  const folders = submodules.map((entry) => join(top, entry.slice(entry.indexOf('\t') + 1)));
  return folders.filter((folder) => existsSync(join(folder, '.git')));
}
