import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import type { Matcher } from './matcher.ts';
import { createTimeSlice } from './time-slice.ts';

export interface WalkOptions {
  readonly matcher: Matcher;
  readonly followSymlinks: boolean;
  /** Called before a folder is read, so that a watch set here misses nothing of what is read. What it throws is handled as a failure to read. */
  readonly enter?: (directory: string) => void;
  /** Called for every file and folder that matches. */
  readonly visit: (path: string, directory: boolean) => void;
}

/** Folders that are not there any more are no news; these are. */
export interface WalkResult {
  readonly unreadable: readonly string[];
}

/** Visits what matches below the roots. Looks at no file: names only. Throws what `enter` and reading throw, except for folders that are gone or closed to us. */
export async function walk(roots: readonly string[], { matcher, followSymlinks, enter, visit }: WalkOptions): Promise<WalkResult> {
  const unreadable: string[] = [];
  const visited = new Set<string>();
  const stack = [...roots];
  const slice = createTimeSlice();
  for (let directory = stack.pop(); directory !== undefined; directory = stack.pop()) {
    const pause = slice();
    if (pause !== undefined) await pause;
    let entries: Dirent[];
    try {
      if (followSymlinks) {
        const real = realpathSync(directory);
        if (visited.has(real)) continue;
        visited.add(real);
      }
      enter?.(directory);
      entries = readdirSync(directory, { withFileTypes: true });
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EACCES' || code === 'EPERM') unreadable.push(directory);
      else if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
      continue;
    }
    const prefix = directory.endsWith(sep) ? directory : directory + sep;
    for (const entry of entries) {
      const rest = slice();
      if (rest !== undefined) await rest;
      const path = prefix + entry.name;
      const isDirectory = entry.isDirectory() || (followSymlinks && entry.isSymbolicLink() && leadsToDirectory(path));
      if (matcher.matches(path, isDirectory)) visit(path, isDirectory);
      if (isDirectory && matcher.mayContain(path)) stack.push(path);
    }
  }
  return { unreadable };
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function leadsToDirectory(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false;
  }
}
