import { parse } from 'node:path';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { FileScope } from './file-scope.ts';
import { isInside } from './path-rules.ts';

/** Refuses to take away a folder that too much hangs on, or one that holds such a folder. `path` has no links. Throws `PATH_PROTECTED`. */
export function refuseProtected(path: string, scope: FileScope, what: 'delete' | 'move'): void {
  const keep: readonly (readonly [string, string])[] = [
    [parse(path).root, 'the root of the disk'],
    [scope.home, 'the home folder'],
    [scope.workingDirectory, 'the working directory of this workflow'],
    [scope.dataDir, "Pawl's own folder"],
    ...scope.roots.map((root) => [root, 'a folder that this workflow was given'] as const),
  ];
  const found = keep.find(([folder]) => isInside(path, folder));
  if (found === undefined) return;
  const [folder, name] = found;
  throw new ActionError('PATH_PROTECTED', `Could not ${what} ${path}: it ${folder === path ? 'is' : 'holds'} ${name}`, {
    hint: `Name what is to be ${what === 'delete' ? 'deleted' : 'moved'} below that folder.`,
  });
}
