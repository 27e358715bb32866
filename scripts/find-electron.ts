import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface Machine {
  /** The folder that has node_modules. */
  readonly root: string;
  readonly os: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Electron's program, or in a few words why no window of it can be shown. Nothing is fetched for that. */
export function findElectron({ root, os, environment }: Machine): { readonly program: string } | { readonly missing: string } {
  if (os === 'linux' && !environment['DISPLAY'] && !environment['WAYLAND_DISPLAY']) return { missing: 'there is no display' };
  const own = path.join(root, 'node_modules/electron');
  const named = readIfThere(path.join(own, 'path.txt'));
  const override = environment['ELECTRON_OVERRIDE_DIST_PATH'];
  const program = override === undefined ? named && path.join(own, 'dist', named) : path.join(override, named ?? 'electron');
  if (program === undefined || !existsSync(program)) return { missing: 'Electron’s program is not here (npx install-electron fetches it)' };
  return { program };
}

function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
