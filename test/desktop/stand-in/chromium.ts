import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** Parameters and results of the DevTools protocol, as far as they are looked at. */
// biome-ignore lint/suspicious/noExplicitAny: the protocol's own types are no part of what is installed.
export type Wire = any;

export interface Chromium {
  /** The browser's DevTools address. */
  readonly url: string;
  send(method: string, params?: object, sessionId?: string): Promise<Wire>;
  on(sessionId: string, method: string, listener: (params: Wire) => void): void;
  forget(sessionId: string): void;
  close(): Promise<void>;
}

// The shell outlives this process, however it went: its standard input ends then, it kills Chromium and removes the profile.
const guard = `exec 3<&0; profile=$1; shift
"$@" --user-data-dir="$profile" </dev/null & browser=$!
(read _ <&3; kill -9 $browser) >/dev/null 2>&1 & watch=$!
wait $browser; kill $watch 2>/dev/null
# Its helpers end a little later, and write until then.
(rm -rf "$profile"; sleep 1; rm -rf "$profile") >/dev/null 2>&1 &`;
const switches = [
  '--headless=new',
  '--no-sandbox',
  '--remote-debugging-port=0',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-startup-window',
  '--disable-gpu',
  '--disable-breakpad',
  '--disable-crash-reporter',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-extensions',
  '--disable-dev-shm-usage',
  '--password-store=basic',
  '--force-color-profile=srgb',
  // As in Electron, a port tells when its other end has been closed.
  '--enable-features=MessagePortCloseEvent',
];

export async function launchChromium(): Promise<Chromium> {
  const profile = mkdtempSync(path.join(tmpdir(), 'pawl-chromium-'));
  const program = process.env['PAWL_CHROMIUM'] ?? 'chromium';
  const child = spawn('sh', ['-c', guard, 'sh', profile, program, ...switches, 'about:blank'], { stdio: ['pipe', 'ignore', 'pipe'] });
  const url = await addressOf(child);
  const socket = new WebSocket(url);
  await once(socket, 'open');
  return { url, ...speak(socket, child) };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Chromium ended with code ${code} before it listened`)));
    if (child.stderr === null) throw new Error('Chromium has no standard error');
    createInterface({ input: child.stderr }).on('line', (line) => {
      const match = /^DevTools listening on (ws:\/\/.*)$/.exec(line);
      if (match?.[1] !== undefined) resolve(match[1]);
    });
  });
}

function speak(socket: WebSocket, child: ChildProcess): Omit<Chromium, 'url'> {
  const events = new EventEmitter().setMaxListeners(0);
  const waiting = new Map<number, { resolve(result: Wire): void; reject(error: Error): void; method: string }>();
  let lastId = 0;
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Wire;
    if (message.id === undefined) {
      events.emit(`${message.sessionId ?? ''}:${message.method}`, message.params);
      return;
    }
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error === undefined) call?.resolve(message.result);
    else call?.reject(new Error(`${call.method}: ${message.error.message}`));
  });
  socket.addEventListener('close', () => {
    for (const call of waiting.values()) call.reject(new Error(`${call.method}: Chromium is gone`));
    waiting.clear();
  });
  const send: Chromium['send'] = (method, params = {}, sessionId) =>
    new Promise((resolve, reject) => {
      if (socket.readyState !== WebSocket.OPEN) return reject(new Error(`${method}: Chromium is gone`));
      lastId += 1;
      waiting.set(lastId, { resolve, reject, method });
      socket.send(JSON.stringify({ id: lastId, method, params, ...(sessionId === undefined ? {} : { sessionId }) }));
    });
  return {
    send,
    on: (sessionId, method, listener) => void events.on(`${sessionId}:${method}`, listener),
    forget(sessionId) {
      for (const name of events.eventNames()) if (String(name).startsWith(`${sessionId}:`)) events.removeAllListeners(name);
    },
    async close() {
      const gone = child.exitCode === null ? once(child, 'exit') : undefined;
      await send('Browser.close').catch(() => {});
      const timer = setTimeout(() => child.stdin?.end(), 3000);
      await gone;
      clearTimeout(timer);
    },
  };
}
