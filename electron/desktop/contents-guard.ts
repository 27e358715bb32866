import { app, session, type WebContents } from 'electron';
import { isOurPage } from './sender-rule.ts';

/** For every page that this process ever shows: it stays where it is, opens nothing, and is granted nothing. Each refusal is told. */
export function guardContents(tell: (refusal: string, detail: string) => void): void {
  app.on('web-contents-created', (_event, contents) => guard(contents, tell));
}

function guard(contents: WebContents, tell: (refusal: string, detail: string) => void): void {
  contents.on('will-navigate', (event) => {
    event.preventDefault();
    tell('navigation', event.url);
  });
  contents.on('will-frame-navigate', (event) => {
    // The main frame's is told as `will-navigate`.
    if (event.isMainFrame) return;
    event.preventDefault();
    tell('navigation', event.url);
  });
  contents.on('will-redirect', (event) => {
    event.preventDefault();
    tell('redirect', event.url);
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    tell('webview', '');
  });
  contents.setWindowOpenHandler(({ url }) => {
    tell('new window', url);
    return { action: 'deny' };
  });
}

/** Writing to the clipboard is all that a page of ours may. */
export function guardPermissions(tell: (refusal: string, detail: string) => void): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((contents, permission, callback) => {
    const granted = isGranted(permission, contents.getURL());
    if (!granted) tell('permission', permission);
    callback(granted);
  });
  defaultSession.setPermissionCheckHandler((_contents, permission, origin) => isGranted(permission, origin));
  defaultSession.setDevicePermissionHandler(() => false);
}

function isGranted(permission: string, url: string): boolean {
  return permission === 'clipboard-sanitized-write' && isOurPage(url);
}
