// Runs an unmodified built Electron main process on plain Node: `node bootstrap.ts <what electron would get on its command line>`.
import inspector from 'node:inspector';
import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { readCommandLine } from './command-line.ts';

if (process.versions.node.split('.')[0] !== '24')
  throw new Error(`The stand-in needs Node.js 24 and runs on ${process.versions.node}: start it from an npm script`);

const standIn = new URL('./electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    /^electron(\/(main|common))?$/.test(specifier) ? { url: standIn, format: 'module', shortCircuit: true } : next(specifier, context),
});

const commandLine = readCommandLine(process.argv.slice(2));
process.argv = [process.execPath, ...commandLine.argv];
Object.defineProperty(process.versions, 'electron', { value: commandLine.electronVersion, enumerable: true });
Object.defineProperty(process.versions, 'chrome', { value: '0.0.0.0', enumerable: true });
Object.assign(process, { type: 'browser', defaultApp: true });

const { app, configure } = await import('./app.ts');
const { start } = await import('./electron.ts');
configure(commandLine);
// Playwright's loader: it replaces `app.whenReady`, so it comes before the main process.
for (const file of commandLine.preloads) createRequire(import.meta.url)(file);
// Playwright asks for `electron` as soon as it sees the line that this prints: not before the hooks stand.
if (commandLine.argv.some((argument) => argument.startsWith('--inspect'))) inspector.open(0, '127.0.0.1');
// Ready comes when the main process has been read, as in Electron.
const started = start();
await import(pathToFileURL(commandLine.main).href);
await started.catch((error: unknown) => {
  // A second instance is leaving already, and takes Chromium with it.
  if (!app.isExiting()) throw error;
});
if (!app.isExiting()) app.becomeReady();
