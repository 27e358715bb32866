import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';

const mostLetters = 2000;

/**
 * The address that a page wants opened in another program, as it will be opened: a page of the web or a letter, and nothing that starts a
 * program, names a file, or carries a password or an attachment. Undefined for all else.
 */
export function addressToOpen(text: string): string | undefined {
  if (text.length > mostLetters || /[\p{Cc}\p{Bidi_Control}\s\\]/u.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return undefined;
  if (url.protocol === 'https:') return /^https:\/\/[^/]/i.test(text) ? url.href : undefined;
  if (url.protocol !== 'mailto:' || !/^[^/@%?]+@[^/@%?]+$/.test(url.pathname)) return undefined;
  const fields = [...url.searchParams];
  const isPlain = fields.every(([name, value]) => /^(subject|body|cc|bcc)$/i.test(name) && !/[\r\n]/.test(name === 'body' ? '' : value));
  return isPlain ? url.href : undefined;
}

/** Of files that a system runs when they are opened, with or without a mark on the file itself. */
const programs = new Set(
  `action app appimage appref-ms apk bash bat bin cgi chm class cmd com command cpl csh deb desktop diagcab dll dmg elf exe fish gadget hta htm html inf
  ins iso jar js jse ksh lnk mjs msc msh msi msp mst out php pif pkg pl ps1 ps1xml psc1 psm1 py pyc pyw rb reg rgs rpm run scf scpt scr sct settingcontent-ms
  sh shb shs svg swf terminal tool url vb vbe vbs vbscript webloc website workflow ws wsc wsf wsh xbap xhtml xht zsh`.split(/\s+/),
);

/** The file that a page wants opened in its usual program, or why it is not: it lies in one of the folders, whatever links lead there, and is no program. */
export function fileToOpen(
  name: string,
  roots: readonly string[],
  os: NodeJS.Platform = process.platform,
): { readonly file: string } | { readonly refusal: string } {
  const paths = os === 'win32' ? path.win32 : path.posix;
  if (/\p{Cc}/u.test(name)) return { refusal: 'its name has control characters' };
  // Another machine, or a device.
  if (/^[\\/]{2}/.test(name)) return { refusal: 'it is not on this machine' };
  if (!paths.isAbsolute(name)) return { refusal: 'its path is not absolute' };
  if (os === 'win32' && /[:*?"<>|]/.test(name.slice(2))) return { refusal: 'its name is none of a file' };
  const extension = paths
    .extname(name.replace(/[. ]+$/, ''))
    .slice(1)
    .toLowerCase();
  if (programs.has(extension)) return { refusal: 'it is a program, or may hold one' };
  try {
    const file = realpathSync.native(name);
    if (!roots.some((root) => isWithin(realOf(root), file))) return { refusal: 'it lies outside of the folders of Pawl and its workflows' };
    const status = statSync(file);
    if (!status.isFile()) return { refusal: 'it is no regular file' };
    if (os !== 'win32' && (status.mode & 0o111) !== 0) return { refusal: 'it is a program' };
    // What a link leads to counts, not what it is called.
    if (programs.has(paths.extname(file).slice(1).toLowerCase())) return { refusal: 'it is a program, or may hold one' };
    return { file };
  } catch (error) {
    return { refusal: error instanceof Error ? error.message : String(error) };
  }
}

function isWithin(root: string | undefined, file: string): boolean {
  if (root === undefined) return false;
  const below = path.relative(root, file);
  return below !== '' && below !== '..' && !below.startsWith(`..${path.sep}`) && !path.isAbsolute(below);
}

/** Undefined for a folder that is not there. */
function realOf(folder: string): string | undefined {
  try {
    return realpathSync.native(folder);
  } catch {
    return undefined;
  }
}
