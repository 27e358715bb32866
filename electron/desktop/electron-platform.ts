import { fileURLToPath } from 'node:url';
import { Notification, shell, utilityProcess } from 'electron';
import { ActionError } from '../../shared/lib/action-error.ts';
import { createNodePlatform } from '../platform/node-platform.ts';
import type { DesktopNotification, Platform } from '../platform/platform.ts';
import { createSystemKeychain } from './system-keychain.ts';

/** What the engine gets from the desktop. `environment` is the machine's. */
export function createElectronPlatform(environment: Platform['environment']): Platform {
  const node = createNodePlatform(environment);
  const shown = new Map<string, Notification>();
  return {
    os: process.platform,
    environment,
    trash: moveToTrash,
    // Electron's shows no buttons on Linux, where notify-send does.
    notify: (notification, signal) =>
      !Notification.isSupported() || (process.platform === 'linux' && (notification.actions?.length ?? 0) > 0)
        ? node.notify(notification, signal)
        : show(notification, signal, shown),
    keychain: createSystemKeychain(process.platform),
    secret: node.secret,
    forkHelper,
  };
}

/** Electron's program is no Node.js: the fuse `runAsNode` is off. */
function forkHelper(file: URL, more: Readonly<Record<string, string>>): { kill(): void } {
  const env = { ...process.env, ...more };
  const child = utilityProcess.fork(fileURLToPath(file), [], { env, cwd: '/', stdio: 'ignore', serviceName: 'Pawl spawn helper' });
  return {
    kill() {
      // The child's own `kill` is a TERM, and the number is there only while the process is.
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
    },
  };
}

async function moveToTrash(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    try {
      await shell.trashItem(path);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new ActionError('TRASH_UNAVAILABLE', `Could not move to the trash: ${path} (${reason})`, {
        hint: 'See that the trash of that drive can be written, or set `toTrash: false` to delete for good.',
        cause,
      });
    }
  }
}

function show(
  { title, body, urgency, icon, actions = [], wait, tag }: DesktopNotification,
  signal: AbortSignal,
  shown: Map<string, Notification>,
): ReturnType<Platform['notify']> {
  const notification = new Notification({
    title,
    ...(body === undefined ? {} : { body }),
    ...(urgency === undefined ? {} : { urgency }),
    ...(icon === undefined ? {} : { icon }),
    actions: actions.map((text) => ({ type: 'button', text })),
    ...(wait ? { timeoutType: 'never' as const } : {}),
  });
  if (tag !== undefined) {
    shown.get(tag)?.close();
    shown.set(tag, notification);
    notification.once('close', () => {
      if (shown.get(tag) === notification) shown.delete(tag);
    });
  }
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      notification.close();
      reject(signal.reason);
    };
    const settle = (clicked: string | null): void => {
      signal.removeEventListener('abort', stop);
      resolve({ shown: true, clicked });
    };
    signal.addEventListener('abort', stop, { once: true });
    notification.once('failed', (_event, error) => {
      signal.removeEventListener('abort', stop);
      reject(
        new ActionError('NOTIFY_UNAVAILABLE', `The desktop did not show the notification "${title}": ${error}`, {
          hint: 'See that notifications are allowed for Pawl in the system settings, or mark the step `optional`.',
        }),
      );
    });
    if (wait) {
      notification.once('click', () => settle('default'));
      notification.once('action', (details) => settle(actions[details.actionIndex] ?? null));
      notification.once('close', () => settle(null));
    } else notification.once('show', () => settle(null));
    notification.show();
  });
}
