import { protocol } from 'electron';
import { servePage } from './page-files.ts';

/** Before the app is ready: later, Chromium has made up its mind about schemes. */
export function registerAppScheme(): void {
  // Neither service workers nor fetches from other origins.
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
}

export function serveAppScheme(folder: string): void {
  protocol.handle('app', servePage(folder));
}
