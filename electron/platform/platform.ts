import type { Keychain } from './keychain.ts';

/** What a host must offer; `node-platform.ts` is the plain-Node version, the desktop has its own. Paths are absolute. */
export interface Platform {
  readonly os: NodeJS.Platform;
  /** Moves files to the desktop's trash. Throws ActionError `TRASH_UNAVAILABLE` where there is none. */
  trash(paths: readonly string[]): Promise<void>;
  /** Shows a desktop notification. Throws ActionError `NOTIFY_UNAVAILABLE` where there is no desktop. */
  notify(notification: DesktopNotification, signal: AbortSignal): Promise<{ readonly shown: boolean; readonly clicked: string | null }>;
  /** Keeps secrets better than a file can. */
  readonly keychain?: Keychain;
  /** The value of a named secret, or undefined. */
  secret(name: string): Promise<string | undefined>;
  /** Starts a file of ours as a process of its own, which lives until it ends itself or is killed. */
  forkHelper(file: URL, environment: Readonly<Record<string, string>>): { kill(): void };
  /** The machine's own environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface DesktopNotification {
  readonly title: string;
  readonly body?: string;
  readonly urgency?: 'low' | 'normal' | 'critical';
  readonly icon?: string;
  readonly actions?: readonly string[];
  /** Wait until the person clicks or closes it. */
  readonly wait?: boolean;
  /** Replaces an earlier notification with the same tag. */
  readonly tag?: string;
}
