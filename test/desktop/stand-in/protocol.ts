import type Electron from 'electron';
import { app } from './app.ts';
import { loud } from './loud.ts';

type Handler = (request: Request) => Response | Promise<Response>;

const handlers = new Map<string, Handler>();
const privileged = new Set<string>();

export const protocol = loud('protocol', {
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    if (app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const { scheme } of schemes) privileged.add(scheme);
  },
  handle(scheme: string, handler: Handler): void {
    if (handlers.has(scheme)) throw new Error(`The scheme ${scheme} is handled already`);
    handlers.set(scheme, handler);
  },
}) satisfies Pick<Electron.Protocol, 'registerSchemesAsPrivileged'>;

export function handlerOf(url: string): Handler | undefined {
  return handlers.get(url.slice(0, url.indexOf(':')));
}

// Chromium cannot learn a scheme while it runs: scheme://host/path travels as https://host.scheme.standin.test/path.
const outside = /^https:\/\/([^/?#]*?)\.([a-z0-9+-]+)\.standin\.test(.*)$/i;

export function toChromium(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(url);
  if (match === null || !(handlers.has(match[1] ?? '') || privileged.has(match[1] ?? ''))) return url;
  return `https://${match[2]}.${match[1]}.standin.test${match[3] || '/'}`;
}

export function fromChromium(url: string): string {
  const match = outside.exec(url);
  return match === null ? url : `${match[2]}://${match[1]}${match[3]}`;
}

/** What Electron grants a page for, by DevTools' names; a page gets it when the application's handler says so. */
type PermissionHandler = (contents: unknown, permission: string, callback: (granted: boolean) => void, details: object) => void;
type PermissionCheck = (contents: unknown, permission: string, origin: string, details: object) => boolean;

class Session {
  permissionRequest: PermissionHandler | undefined;
  permissionCheck: PermissionCheck | undefined;
  deviceCheck: (() => boolean) | undefined;
  setPermissionRequestHandler(handler: PermissionHandler): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(check: PermissionCheck): void {
    this.permissionCheck = check;
  }
  setDevicePermissionHandler(check: () => boolean): void {
    this.deviceCheck = check;
  }
  setSpellCheckerEnabled(): void {}
  on(): this {
    return this;
  }
}

export const defaultSession = loud('session', new Session());
export const session = loud('session', { defaultSession });
