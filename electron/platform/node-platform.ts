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
  };
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
