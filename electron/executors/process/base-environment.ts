import { delimiter, isAbsolute } from 'node:path';

const KEPT = new Set(
  [
    'PATH HOME USER LOGNAME SHELL LANG LANGUAGE TZ TMPDIR TEMP TMP',
    'DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS SSH_AUTH_SOCK XAUTHORITY',
    'HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY SSL_CERT_FILE SSL_CERT_DIR',
    'SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT USERPROFILE USERNAME USERDOMAIN COMPUTERNAME HOMEDRIVE HOMEPATH',
    'APPDATA LOCALAPPDATA PROGRAMDATA PROGRAMFILES PROGRAMFILES(X86) PROGRAMW6432 COMMONPROGRAMFILES PSMODULEPATH',
    'NUMBER_OF_PROCESSORS PROCESSOR_ARCHITECTURE OS',
  ]
    .join(' ')
    .split(' '),
);
const KEPT_PREFIX = /^(?:LC_|XDG_)/;

/**
 * What every child process may have of the machine's environment. It is a list of what is kept, so that variables that make programs
 * load code (`NODE_OPTIONS`, `LD_PRELOAD`, `BASH_ENV`, `GIT_*`, …) and credentials arrive only where a workflow declares them.
 */
export function baseEnvironment(machine: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const base: Record<string, string> = { TERM: 'dumb' };
  for (const [name, value] of Object.entries(machine)) {
    const known = name.toUpperCase();
    if (value === undefined || !(KEPT.has(known) || KEPT_PREFIX.test(known))) continue;
    base[name] = known === 'PATH' ? absoluteFoldersOf(value) : value;
  }
  return base;
}

/** An empty or relative entry of PATH would find programs in the folder that a step works in. */
function absoluteFoldersOf(path: string): string {
  return path.split(delimiter).filter(isAbsolute).join(delimiter);
}
