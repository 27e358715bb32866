import { relative } from 'node:path';
import type { FileChangeConfig } from '../../../shared/triggers/file-change.ts';
import { openMatcher } from './matcher.ts';
import { walk } from './walk.ts';

export interface MatchingFiles {
  /** Relative to the working directory, sorted; the first few. */
  readonly paths: readonly string[];
  readonly count: number;
  /** There are more, or there was no time to look everywhere. */
  readonly isCut: boolean;
}

class Enough extends Error {}

const shownPaths = 50;
const mostCounted = 10_000;
const longestMs = 1500;

/** The files that a trigger of this configuration would be about, as they are now. `now` in milliseconds. */
export async function findMatchingFiles(config: FileChangeConfig, workingDirectory: string, now: () => number): Promise<MatchingFiles> {
  const { followSymlinks } = config;
  const matcher = openMatcher(config, workingDirectory);
  const until = now() + longestMs;
  const paths: string[] = [];
  let count = 0;
  let isCut = false;
  try {
    await walk(matcher.roots, {
      matcher,
      followSymlinks,
      enter() {
        if (now() > until) throw new Enough();
      },
      visit(found, directory) {
        if (directory) return;
        if (count === mostCounted) throw new Enough();
        count++;
        if (paths.length < shownPaths) paths.push(relative(workingDirectory, found));
      },
    });
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
    isCut = true;
  }
  return { paths: paths.sort(), count, isCut: isCut || count > paths.length };
}
