import { homedir } from 'node:os';
import path from 'node:path';

interface DataDirInputs {
  /** What the person asked for, relative to the current folder. */
  readonly home?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly os: NodeJS.Platform;
}

/** The absolute folder that holds everything Pawl keeps: `--home`, else `PAWL_HOME`, else the place the desktop gives applications. */
export function resolveDataDir({ home, environment, os }: DataDirInputs): string {
  const asked = home ?? environment['PAWL_HOME'];
  if (asked !== undefined && asked !== '') return path.resolve(asked);
  if (os === 'win32') return path.join(environment['APPDATA'] ?? path.join(homedir(), 'AppData', 'Roaming'), 'pawl');
  if (os === 'darwin') return path.join(homedir(), 'Library', 'Application Support', 'pawl');
  const configured = environment['XDG_CONFIG_HOME'];
  // The XDG specification: a relative value is to be ignored.
  return path.join(configured !== undefined && path.isAbsolute(configured) ? configured : path.join(homedir(), '.config'), 'pawl');
}
