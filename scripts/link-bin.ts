import { lstatSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';

// Puts `pawl` beside the tools of this checkout, so that `npx pawl` finds it at once instead of packing the project into its cache first.
// Windows needs rights for links that a developer may not have; there npx goes its own, slower way.
const folder = path.resolve(import.meta.dirname, '..', 'node_modules', '.bin');
const link = path.join(folder, 'pawl');
if (process.platform !== 'win32') {
  mkdirSync(folder, { recursive: true });
  if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) rmSync(link);
  symlinkSync(path.join('..', '..', 'bin', 'pawl.mjs'), link);
}
