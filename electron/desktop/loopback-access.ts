import { clipboard, shell } from 'electron';
import { readHost } from '../host/host-file.ts';
import { windowLink } from '../host/window-link.ts';

/** What the window may have done with the loopback server's token, without ever having it. Both give false where there is no such server. */
export function createLoopbackAccess(dataDir: string) {
  return {
    async copyToken(): Promise<boolean> {
      const host = await readHost(dataDir);
      if (host?.port === undefined) return false;
      await clipboard.writeText(host.token);
      return true;
    },
    async open(): Promise<boolean> {
      const host = await readHost(dataDir);
      const link = host === undefined ? undefined : windowLink(host, Date.now());
      if (link === undefined) return false;
      await shell.openExternal(link);
      return true;
    },
  };
}
