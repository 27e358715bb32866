import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ActionError } from '../../shared/lib/action-error.ts';

/**
 * Runs the desktop's own program for notifications and gives what it printed.
 * Throws `NOTIFY_UNAVAILABLE` when it is missing or refuses, and the signal's reason when aborted.
 */
export async function runNotifyCommand(
  program: string,
  args: readonly string[],
  options: { readonly environment: Readonly<Record<string, string | undefined>>; readonly signal: AbortSignal; readonly install: string },
): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(program, [...args], {
      env: options.environment,
      signal: options.signal,
      windowsHide: true,
    });
    return stdout.trim();
  } catch (cause) {
    options.signal.throwIfAborted();
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
      throw notifyUnavailable(`There is no program ${program} to show a notification with`, options.install, cause);
    }
    const reason = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause);
    throw notifyUnavailable(
      `${program} could not show the notification: ${reason}`,
      'See that a notification service runs on this desktop.',
      cause,
    );
  }
}

export function notifyUnavailable(message: string, hint: string, cause?: unknown): ActionError {
  return new ActionError('NOTIFY_UNAVAILABLE', message, { hint, cause });
}
