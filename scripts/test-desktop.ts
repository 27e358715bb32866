import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

// `npm run test:desktop [-- <Playwright's arguments>]`: builds the desktop app and drives its window. On Electron where its binary has been
// fetched, else on the stand-in, which needs Chromium.
const root = path.resolve(import.meta.dirname, '..');
const hasElectron = existsSync(path.join(root, 'node_modules/electron/path.txt'));
const environment = { ...process.env };
if (!hasElectron) environment['ELECTRON_OVERRIDE_DIST_PATH'] ??= path.join(root, 'test/desktop/stand-in');
process.stdout.write(`Desktop specs on ${environment['ELECTRON_OVERRIDE_DIST_PATH'] === undefined ? 'Electron' : 'the stand-in for Electron'}\n`);

const built = spawnSync('npm', ['run', '--silent', 'build:desktop'], { cwd: root, stdio: 'inherit', env: environment });
if (built.status !== 0) process.exit(1);
const tested = spawnSync('npx', ['playwright', 'test', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit', env: environment });
process.exitCode = tested.status ?? 1;
