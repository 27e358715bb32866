import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { findElectron } from './find-electron.ts';

// `npm start [-- <arguments>]`: the desktop application; where it cannot be shown, the engine in this terminal and its window in the browser.
const root = path.resolve(import.meta.dirname, '..');
const given = process.argv.slice(2);
/** An Electron that cannot work on this machine, for want of a library or of rights, ends before that. */
const settledMs = 10_000;

const found = findElectron({ root, os: process.platform, environment: process.env });
process.exitCode = 'program' in found ? await startDesktop(found.program) : await startEngine(found.missing);

async function startDesktop(program: string): Promise<number> {
  if (!existsSync(path.join(root, 'out/main/main.js')))
    spawnSync('npm', ['run', '--silent', 'build:desktop'], { cwd: root, stdio: 'inherit' });
  const startedAt = performance.now();
  const { code, failure } = await run(program, [root, ...given]);
  if (failure === undefined || performance.now() - startedAt > settledMs) return code;
  return startEngine(`Electron ended at once (${failure})`);
}

async function startEngine(why: string): Promise<number> {
  process.stdout.write(`No desktop window, since ${why}; its page is served instead.\n`);
  return (await run(process.execPath, [path.join(root, 'bin/pawl.mjs'), 'serve', '--welcome', '--open', ...given])).code;
}

/** `failure`: it ended neither in order nor because it was told to. */
function run(program: string, args: readonly string[]): Promise<{ readonly code: number; readonly failure?: string }> {
  const child = spawn(program, args, { stdio: 'inherit' });
  let wasStopped = false;
  // The child decides what a signal means. One that the terminal sends reaches it twice, which it takes for one.
  const forward = (signal: NodeJS.Signals): void => {
    wasStopped = true;
    child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, forward);
  return new Promise((resolve) => {
    const settle = (code: number, failure?: string): void => {
      for (const signal of signals) process.off(signal, forward);
      resolve({ code, ...(failure === undefined || wasStopped ? {} : { failure }) });
    };
    child.once('error', (error) => settle(1, error.message));
    child.once('exit', (code, signal) => settle(code ?? 1, code === 0 ? undefined : (signal ?? `code ${code}`)));
  });
}
