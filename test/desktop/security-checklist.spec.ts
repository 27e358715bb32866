import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { onDesktop } from './desktop-record.ts';
import { importWorkflow } from './import-workflow.ts';
import { launchPawl, onStandIn, type Pawl } from './launch.ts';
import { isShown } from './look.ts';

// Electron's security checklist (electronjs.org, Security), by its numbers, on the built application; and the rows IP of our abuse cases.

const root = path.resolve(import.meta.dirname, '../..');
const sources = readdirSync(path.join(root, 'electron/desktop'))
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => readFileSync(path.join(root, 'electron/desktop', name), 'utf8'))
  .join('\n');

let pawl: Pawl;
const requests: string[] = [];
test.beforeAll(async () => {
  pawl = await launchPawl();
  pawl.page.on('request', (request) => requests.push(request.url()));
  await isShown(pawl.page);
});
test.afterAll(() => pawl.quit());

/** What the application has refused, as it was written down. */
async function refusals(): Promise<string> {
  return readFile(path.join(pawl.home, 'logs', 'desktop.jsonl'), 'utf8').catch(() => '');
}

function preferences(): Promise<Record<string, unknown>> {
  return pawl.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    // The stand-in keeps what a window was made with; Electron tells what it made of it.
    const given = window as unknown as { options?: { webPreferences?: Record<string, unknown> } };
    const contents = window?.webContents as unknown as { getLastWebPreferences?(): Record<string, unknown> };
    return given.options?.webPreferences ?? contents.getLastWebPreferences?.() ?? {};
  });
}

test('1 only content of our own is loaded', async () => {
  expect(await pawl.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL())).toMatch(/^app:\/\/pawl\//);
  expect(sources).not.toMatch(/load(URL|File)\((?!`\$\{appOrigin\})/);
  const origin = new URL(pawl.page.url()).origin;
  await pawl.page.reload();
  await isShown(pawl.page);
  expect(requests.filter((url) => !url.startsWith(`${origin}/`))).toEqual([]);
});

test('2 the page has no Node', async () => {
  expect(await preferences()).toMatchObject({ nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false });
  const reached = await pawl.page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', '__dirname'].filter((name) => name in globalThis),
  );
  expect(reached).toEqual([]);
});

test('3 the page is isolated from the preload script', async () => {
  expect(await preferences()).toMatchObject({ contextIsolation: true });
  expect(sources).not.toMatch(/contextIsolation: false|exposeInMainWorld/);
});

test('4 the page is sandboxed', async () => {
  expect(await preferences()).toMatchObject({ sandbox: true });
  expect(sources).toMatch(/app\.enableSandbox\(\)/);
  expect(sources).not.toMatch(/no-sandbox|sandbox: false/);
});

test('5 permissions are refused, but for writing to the clipboard', async () => {
  const answers = await pawl.app.evaluate(({ session, BrowserWindow }) => {
    const given = session.defaultSession as unknown as {
      permissionRequest?: (contents: unknown, permission: string, callback: (granted: boolean) => void, details: object) => void;
      permissionCheck?: (contents: unknown, permission: string, origin: string, details: object) => boolean;
      deviceCheck?: () => boolean;
    };
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const asked = [
      'media',
      'geolocation',
      'notifications',
      'midi',
      'pointerLock',
      'openExternal',
      'clipboard-read',
      'display-capture',
      'fileSystem',
    ];
    const granted = [...asked, 'clipboard-sanitized-write'].filter((permission) => {
      let result = false;
      given.permissionRequest?.(
        contents,
        permission,
        (answer) => {
          result = answer;
        },
        {},
      );
      return result || given.permissionCheck?.(contents, permission, 'app://pawl', {}) === true;
    });
    return { isStandIn: given.permissionRequest !== undefined, granted, device: given.deviceCheck?.() };
  });
  test.skip(!answers.isStandIn, 'Electron does not show the handlers it was given');
  expect(answers).toMatchObject({ granted: ['clipboard-sanitized-write'], device: false });
});

test('6 the page keeps the same-origin policy', async () => {
  expect(await preferences()).toMatchObject({ webSecurity: true });
  expect(sources).not.toMatch(/webSecurity: false|disable-web-security/);
});

test('7 the content security policy lets nothing foreign in, and no text become code', async () => {
  await pawl.page.evaluate(() => {
    const violations: string[] = [];
    Object.assign(window, { violations });
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
    const add = (name: string, attributes: Record<string, string>, text = ''): void => {
      const element = Object.assign(document.createElement(name), { textContent: text });
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      document.body.append(element);
    };
    add('script', {}, 'window.broken = 1');
    add('script', { src: 'https://example.com/x.js' });
    add('img', { src: 'https://example.com/beacon.png' });
    add('style', {}, 'body { background: red }');
    add('iframe', { src: 'https://example.com/' });
    add('object', { data: 'https://example.com/x' });
    add('link', { rel: 'stylesheet', href: 'https://example.com/x.css' });
    add('base', { href: 'https://example.com/' });
    fetch('https://example.com/').catch(() => {});
    const button = document.createElement('button');
    button.setAttribute('onclick', 'window.broken = 2');
    document.body.append(button);
    button.click();
  });
  // Each is told when its turn comes, and all of them have been by then.
  const violations = () => pawl.page.evaluate(() => [...new Set(Reflect.get(window, 'violations') as string[])].sort());
  await expect
    .poll(violations)
    .toEqual(['base-uri', 'connect-src', 'frame-src', 'img-src', 'object-src', 'script-src-attr', 'script-src-elem', 'style-src-elem']);
  expect(await pawl.page.evaluate(() => 'broken' in window)).toBe(false);
  await pawl.page.reload();
  await isShown(pawl.page);
  expect(await pawl.page.evaluate(() => document.title)).toBe('Pawl');
});

test('8 9 10 no insecure content, no experimental features, no Blink features', async () => {
  expect(await preferences()).toMatchObject({ allowRunningInsecureContent: false, experimentalFeatures: false });
  expect(sources).not.toMatch(/allowRunningInsecureContent: true|experimentalFeatures: true|enableBlinkFeatures/);
});

test('11 12 there is no webview, and none can be attached', async () => {
  expect(await preferences()).toMatchObject({ webviewTag: false });
  expect(sources).toMatch(/'will-attach-webview', \(event\) => \{\s*event\.preventDefault\(\)/);
});

test('13 IP-3 the page stays where it is', async () => {
  const shown = () => pawl.page.evaluate(() => ({ url: location.href, title: document.title, text: document.body.innerText }));
  // What the page still loads by itself is no answer to what is asked of it.
  await expect(pawl.page.getByText('Try it', { exact: true })).toHaveCount(3);
  const before = await shown();
  for (const leave of [
    "location.href = 'https://example.com/location'",
    "location.assign('http://127.0.0.1:1/assign')",
    "location.replace('https://example.com/replace')",
    "Object.assign(document.body.appendChild(document.createElement('a')), { href: 'https://example.com/anchor' }).click()",
    "Object.assign(document.body.appendChild(document.createElement('form')), { action: 'https://example.com/form' }).submit()",
    "location.href = 'javascript:document.title = 1'",
    "location.href = 'data:text/html,<h1>x</h1>'",
    "location.href = 'file:///etc/passwd'",
  ]) {
    await pawl.page.evaluate(leave).catch(() => {});
  }
  await expect.poll(refusals).toContain('https://example.com/replace');
  // Asked of the page itself: Playwright waits for a navigation that was refused.
  await expect.poll(shown).toEqual(before);
});

test('14 IP-3 the page opens no window', async () => {
  await pawl.page.evaluate(() => {
    window.open('https://example.com/open');
    window.open('about:blank', 'named', 'popup');
    Object.assign(document.body.appendChild(document.createElement('a')), { href: 'https://example.com/target', target: '_blank' }).click();
  });
  await expect.poll(refusals).toContain('"refusal":"new window"');
  const open = () => pawl.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  expect(await open()).toBe(1);
});

test('15 IP-4 what a page names is opened outside by one door only, which asks or refuses', async () => {
  const using = (call: RegExp): string[] =>
    readdirSync(path.join(root, 'electron/desktop')).filter((name) =>
      call.test(readFileSync(path.join(root, 'electron/desktop', name), 'utf8')),
    );
  // The address that loopback-access opens is our own, and no page has a say in it. The rules of the other have a table of their own.
  expect(using(/openExternal\(/)).toEqual(['loopback-access.ts', 'outside.ts']);
  expect(using(/openPath\(/)).toEqual(['outside.ts']);
  // The one thing that the file manager shows is our own data folder.
  expect(sources.match(/showItemInFolder\([^)]*\)/g)).toEqual(["showItemInFolder(path.join(dataDir, 'pawl.db')"]);
});

test('15 IP-4 the door asks before it opens an address, and tells what it refuses', async () => {
  test.skip(!onStandIn, 'only the stand-in tells what was asked and opened');
  const call = (name: string, input: object) =>
    pawl.page.evaluate(
      async (message) => {
        const { port1, port2 } = new MessageChannel();
        const answer = new Promise<string>((resolve) => {
          port1.onmessage = ({ data }) => resolve(String(data));
        });
        window.postMessage('pawl:port', '*', [port2]);
        port1.postMessage(message);
        return answer;
      },
      JSON.stringify({ i: '1', p: { u: `/desktop/${name}`, b: { json: input } } }),
    );
  const opened = () => onDesktop(pawl.app, ({ openedOutside }) => openedOutside.join());
  await onDesktop(pawl.app, ({ answers }) => void Object.assign(answers, { button: 1 }));
  await call('openLink', { address: 'https://example.com/no' });
  await onDesktop(pawl.app, ({ answers }) => void Object.assign(answers, { button: 0 }));
  await call('openLink', { address: 'https://example.com/yes' });
  expect(await opened()).toBe('https://example.com/yes');
  const asked = await onDesktop(pawl.app, ({ dialogs }) => JSON.stringify(dialogs));
  expect(asked).toContain('https://example.com/no');
  expect(await call('openLink', { address: 'file:///etc/passwd' })).toContain('CONFLICT');
  expect(await call('openFile', { path: '/usr/bin/env' })).toContain('CONFLICT');
  expect(await opened()).toBe('https://example.com/yes');
  expect(await refusals()).toContain('file:///etc/passwd');
  await pawl.page.reload();
  await isShown(pawl.page);
});

test('16 Electron is a version that is kept up', () => {
  const { version } = JSON.parse(readFileSync(path.join(root, 'node_modules/electron/package.json'), 'utf8')) as { version: string };
  expect(Number(version.split('.')[0])).toBeGreaterThanOrEqual(45);
});

test('17 IP-1 the one channel there is checks who calls', () => {
  expect(sources.match(/ipcMain\.\w+\(\w+/g)).toEqual(['ipcMain.on(windowPort']);
  expect(sources).toMatch(/refusalOf\(event, isOurWindow\)/);
});

test('17 IP-1 every channel that the main process listens on refuses a stranger', async () => {
  const tried = await pawl.app.evaluate(({ ipcMain, webContents }) => {
    const emitters = [ipcMain, ...webContents.getAllWebContents().flatMap((contents) => ('ipc' in contents ? [contents.ipc] : []))];
    const handlersOf = (emitter: object): Map<string, unknown> =>
      '_invokeHandlers' in emitter ? (emitter._invokeHandlers as Map<string, unknown>) : new Map();
    const handled = emitters.flatMap((emitter) => [...handlersOf(emitter).keys()]);
    const channels = emitters.flatMap((emitter) => emitter.eventNames().map(String));
    const strangers = [
      { sender: { id: 4711 }, senderFrame: { parent: null, url: 'app://pawl/index.html' } },
      { sender: { id: 1 }, senderFrame: { parent: null, url: 'https://example.com/' } },
      { sender: { id: 1 }, senderFrame: { parent: {}, url: 'app://pawl/index.html' } },
      { sender: { id: 1 }, senderFrame: null },
    ];
    const left: string[] = [];
    for (const channel of channels) {
      for (const stranger of strangers) {
        let isClosed = false;
        const port = {
          close: () => {
            isClosed = true;
          },
          on: () => port,
          once: () => port,
          start: () => left.push(`${channel} was started`),
          postMessage: () => left.push(`${channel} was answered`),
        };
        ipcMain.emit(channel, { ...stranger, ports: [port] }, null);
        if (!isClosed) left.push(`${channel} kept the port of ${JSON.stringify(stranger)}`);
      }
    }
    return { channels, handled, left };
  });
  // One that is added has to refuse strangers too: this list is where it is written down that it was looked at.
  expect(tried).toEqual({ channels: ['pawl:port'], handled: [], left: [] });
  await expect.poll(refusals).toContain('not a window of ours');
});

test('17 IP-1 a frame within the page gets no port', async () => {
  const answered = await pawl.page.evaluate(async () => {
    const call = '{"i":"1","p":{"u":"/system/info"}}';
    const answers: string[] = [];
    const frame = document.body.appendChild(document.createElement('iframe'));
    const inFrame = new MessageChannel();
    inFrame.port1.onmessage = () => answers.push('frame');
    frame.contentWindow?.postMessage('pawl:port', '*', [inFrame.port2]);
    inFrame.port1.postMessage(call);
    // The page's own call goes the same way, later: when it is answered, the frame's would have been.
    const inPage = new MessageChannel();
    await new Promise((resolve) => {
      inPage.port1.onmessage = resolve;
      window.postMessage('pawl:port', '*', [inPage.port2]);
      inPage.port1.postMessage(call);
    });
    answers.push('page');
    return answers;
  });
  expect(answered).toEqual(['page']);
  await pawl.page.reload();
  await isShown(pawl.page);
});

test('17 IP-2 a port that brings nonsense is closed, and the application stays up', async () => {
  for (const nonsense of ['no call', '{"i":"1"}', '{"i":"1","p":{"u":"/__proto__/x","b":{}}}', '[]']) {
    await pawl.page.evaluate((text) => {
      const { port1, port2 } = new MessageChannel();
      window.postMessage('pawl:port', '*', [port2]);
      port1.postMessage(text);
      port1.postMessage({ not: 'text' });
    }, nonsense);
  }
  await expect.poll(refusals).toContain('a message that is no call');
  await pawl.page.reload();
  await isShown(pawl.page);
});

test('18 the page comes by our own scheme, not from a file', () => {
  expect(sources).not.toMatch(/file:\/\/|loadFile/);
  expect(sources).not.toMatch(/bypassCSP|corsEnabled|allowServiceWorkers/);
});

test('20 IP-7 nothing of Electron is in the reach of the page, whatever the page does to itself', async () => {
  const names = await pawl.page.evaluate(() => {
    const leaked: string[] = [];
    const remember = (value: unknown): void => {
      if (typeof value === 'object' && value !== null && ('ipcRenderer' in value || 'sendSync' in value))
        leaked.push('an object of the preload script');
    };
    const { bind, call, apply } = Function.prototype;
    for (const [name, original] of Object.entries({ bind, call, apply })) {
      Object.defineProperty(Function.prototype, name, {
        configurable: true,
        writable: true,
        value(this: unknown, ...given: unknown[]) {
          given.forEach(remember);
          return Reflect.apply(original, this, given);
        },
      });
    }
    Object.defineProperty(Object.prototype, 'ports', { configurable: true, set: remember, get: () => undefined });
    const { port2 } = new MessageChannel();
    window.postMessage('pawl:port', '*', [port2]);
    const exposed = Object.getOwnPropertyNames(window).filter((name) => /electron|ipcRenderer|pawl|bridge|standIn/i.test(name));
    return [...leaked, ...exposed];
  });
  expect(names).toEqual([]);
  await pawl.page.reload();
  await isShown(pawl.page);
});

test('IP-5 names and outputs that look like markup are shown as text, and ask for nothing', async () => {
  const payload = '<img src=https://example.com/beacon.png onerror="window.broken=1"><script>window.broken=2</script>';
  await importWorkflow(
    pawl,
    JSON.stringify({
      name: `Name ${payload}`,
      description: `[link](javascript:window.broken=3) ${payload}`,
      tags: ['<b>tag</b>'],
      steps: [{ id: 'say', name: payload, action: 'shell.run', with: { program: 'printf', args: ['%s', payload] } }],
      outputs: { said: '{{ say.stdout }}' },
    }),
  );
  requests.length = 0;
  await pawl.page.getByRole('button', { name: /^Run Name/ }).click();
  await pawl.page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(pawl.page.getByRole('main')).toContainText('completed');
  await expect(pawl.page.getByRole('region', { name: 'Outputs' })).toContainText('onerror');
  await pawl.page.getByRole('tab', { name: 'Log' }).click();
  await expect(pawl.page.getByRole('log', { name: 'Log' })).toContainText('<script>');
  await pawl.page.getByRole('link', { name: 'Workflows', exact: true }).click();
  await expect(pawl.page.getByText('<b>tag</b>', { exact: true })).toBeVisible();
  expect(await pawl.page.evaluate(() => 'broken' in window)).toBe(false);
  expect(requests.filter((url) => url.includes('example.com'))).toEqual([]);
});

test('the stand-in says by name what it does not offer', async () => {
  test.skip(!onStandIn, 'on Electron there is no stand-in');
  const said = await pawl.app.evaluate(({ app }) => {
    try {
      return String(Reflect.get(app, 'getFileIcon'));
    } catch (error) {
      return String(error);
    }
  });
  expect(said).toContain('App.getFileIcon');
});
