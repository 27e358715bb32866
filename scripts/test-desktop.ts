import { spawnSync } from 'node:child_process';
import path from 'node:path';

// `npm run test:desktop [-- <Playwright's arguments>]`: builds the desktop app and drives its window.
const options = { cwd: path.resolve(import.meta.dirname, '..'), stdio: 'inherit' } as const;
const built = spawnSync('npm', ['run', '--silent', 'build:desktop'], options);
const tested = built.status === 0 ? spawnSync('npx', ['playwright', 'test', ...process.argv.slice(2)], options) : built;
process.exitCode = tested.status ?? 1;
