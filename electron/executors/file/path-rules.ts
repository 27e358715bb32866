import { isAbsolute, relative, sep } from 'node:path';
import { ActionError } from '../../../shared/lib/action-error.ts';

/** Refuses text that no path of a workflow may be, whatever it would lead to: NUL, network and device paths, drive-relative ones. */
export function checkPathText(given: string, os: NodeJS.Platform): void {
  const problem = findProblem(given, os);
  if (problem === undefined) return;
  throw new ActionError('PATH_INVALID', `Could not use the path ${JSON.stringify(given)}: it ${problem}`, {
    hint: 'Give a path relative to the working directory, or an absolute one inside the folders of this workflow.',
  });
}

function findProblem(given: string, os: NodeJS.Platform): string | undefined {
  if (given === '') return 'is empty';
  if (given.includes('\0')) return 'holds a NUL character';
  if (/^[\\/]{2}/.test(given)) return 'is a network or device path';
  if (os !== 'win32') return undefined;
  if (/^[a-z]:(?![\\/])/i.test(given)) return 'is relative to a drive';
  const segments = given.replace(/^[a-z]:/i, '').split(/[\\/]/);
  if (segments.some((segment) => segment.includes(':'))) return 'names a data stream';
  if (segments.some(isWindowsDevice)) return 'names a device';
  return undefined;
}

export function isWindowsDevice(segment: string): boolean {
  return /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|\s*$)/i.test(segment);
}

/** True for the folder itself and everything below it. Both absolute. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** A path into git's own folder, in any spelling that some file system takes for `.git`: case, trailing dots, ignored code points, short names. */
export function isGitInternal(path: string): boolean {
  return path.split(/[\\/]/).some((segment) => {
    const plain = segment
      .normalize('NFKC')
      .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
      .replace(/:.*$/, '')
      .replace(/[. ]+$/, '');
    return /^(?:\.git|git~\d+)$/i.test(plain);
  });
}
