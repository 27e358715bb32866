import { stat } from 'node:fs/promises';
import { ActionError } from '../../../shared/lib/action-error.ts';

/** Throws `CWD_NOT_FOUND`. Without it a missing folder would look like a missing program. */
export async function checkFolder(cwd: string): Promise<void> {
  const facts = await stat(cwd).catch((cause: unknown) => {
    throw new ActionError('CWD_NOT_FOUND', `The folder to run in cannot be used: ${cwd}`, {
      hint: 'Create the folder, or correct `cwd` or the working directory of the workflow.',
      cause,
    });
  });
  if (facts.isDirectory()) return;
  throw new ActionError('CWD_NOT_FOUND', `The folder to run in is not a folder: ${cwd}`, { hint: 'Let `cwd` name a folder.' });
}

interface Command {
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Why a program could not be started at all. */
export function spawnError({ program, environment }: Command, cause: unknown): ActionError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  switch (code) {
    case 'ENOENT': {
      const path = environment['PATH'] ?? environment['Path'] ?? '';
      const searched = /[/\\]/.test(program) ? 'It was looked for as a path.' : `PATH was searched: ${path}`;
      return new ActionError('PROGRAM_NOT_FOUND', `There is no program ${program}`, {
        hint: `Install it, or name it by its path. ${searched}`,
        cause,
      });
    }
    case 'EACCES':
      return new ActionError('SPAWN_FAILED', `${program} may not be executed`, { hint: 'Make the file executable (chmod +x).', cause });
    case 'E2BIG':
      return new ActionError('SPAWN_FAILED', `${program} could not be started: its arguments or variables are too long`, {
        hint: 'Pass long values through `stdin`, or by a file.',
        cause,
      });
    case 'EAGAIN':
    case 'EMFILE':
    case 'ENFILE':
    case 'ENOMEM':
      return new ActionError('SPAWN_FAILED', `${program} could not be started: the machine is out of resources (${code})`, {
        kind: 'retryable',
        hint: 'Close programs or raise the limit (ulimit -n, ulimit -u), then retry.',
        cause,
      });
    default: {
      const reason = cause instanceof Error ? cause.message : String(cause);
      return new ActionError('SPAWN_FAILED', `${program} could not be started: ${reason}`, {
        hint: 'Check the program, its arguments and its variables; none may hold a NUL character.',
        cause,
      });
    }
  }
}
