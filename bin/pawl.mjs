#!/usr/bin/env node
// Starts the pawl command on the Node.js it is made for. Plain JavaScript, since an older Node.js may read it first.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const major = '24';

if (process.versions.node.split('.')[0] === major) {
  module.enableCompileCache();
  const built = new URL('../out/cli/pawl.js', import.meta.url);
  await import(existsSync(built) ? built.href : new URL('../electron/cli/main.ts', import.meta.url).href);
} else {
  runOnPinnedNode();
}

function runOnPinnedNode() {
  const node = findPinnedNode();
  if (node === undefined) {
    console.error(
      `pawl needs Node.js ${major}, and this is ${process.versions.node}. Run \`npm ci\` in Pawl's folder, or install Node.js ${major}.`,
    );
    process.exitCode = 6;
    return;
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // The child decides what a signal means. One that the terminal sends reaches it twice, which it takes for one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`pawl: ${node} cannot be started: ${error.message}`);
    process.exitCode = 6;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}

function findPinnedNode() {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('node/package.json'));
    return ['node', 'node.exe'].map((name) => join(folder, 'bin', name)).find((file) => existsSync(file));
  } catch {
    return undefined;
  }
}
