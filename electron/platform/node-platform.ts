import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ActionError } from '../../shared/lib/action-error.ts';
import { notifyLinux } from './notify-linux.ts';
import { notifyMac } from './notify-mac.ts';
import { notifyWindows } from './notify-windows.ts';
import type { Platform } from './platform.ts';

/** The host on plain Node. `environment` is the machine's, normally `process.env`. */
export function createNodePlatform(environment: Readonly<Record<string, string | undefined>>): Platform {
  return {
    os: process.platform,
    environment,
    trash: moveToTrash,
    notify: (notification, signal) => {
      if (process.platform === 'darwin') return notifyMac(notification, environment, signal);
      if (process.platform === 'win32') return notifyWindows(notification, environment, signal);
      return notifyLinux(notification, environment, signal);
    },
    secret: async () => undefined,
    forkHelper,
  };
}

function forkHelper(file: URL, environment: Readonly<Record<string, string>>): { kill(): void } {
  // In a session of its own: Ctrl-C in our terminal is for us to handle.
  const child = spawn(process.execPath, [fileURLToPath(file)], { cwd: '/', env: environment, detached: true, stdio: 'ignore' });
  // One that could not be started never answers.
  child.on('error', () => {});
  child.unref();
  return { kill: () => child.kill('SIGKILL') };
}

async function moveToTrash(paths: readonly string[]): Promise<void> {
  // Loaded on first use: it is 30 modules that few runs need.
  const { default: trash } = await import('trash');
  try {
    await trash([...paths], { glob: false });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ActionError('TRASH_UNAVAILABLE', `Could not move to the trash: ${paths.join(', ')} (${reason})`, {
      hint: 'See that the trash folder of that drive can be written (on Linux ~/.local/share/Trash), or set `toTrash: false` to delete for good.',
      cause,
    });
  }
}
