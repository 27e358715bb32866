import { existsSync } from 'node:fs';
import type { FileChangeConfig } from '../../../shared/triggers/file-change.ts';
import { openMatcher } from './matcher.ts';
import { relativeBelow } from './path-pattern.ts';
import { walk } from './walk.ts';

export interface MatchingFiles {
  /** Sorted, the first few: relative to the working directory, absolute for what lies outside of it. */
  readonly paths: readonly string[];
  readonly count: number;
  /** There are more, or there was no time to look everywhere. */
  readonly isCut: boolean;
  /** The folders that are watched, with everything in them that can match. */
  readonly lookedIn: readonly WatchedFolder[];
}

export interface WatchedFolder {
  /** Absolute. */
  readonly folder: string;
  /** `closed`: it may not be read. */
  readonly is: 'there' | 'missing' | 'closed';
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
  const unreadable = new Set<string>();
  const paths: string[] = [];
  let count = 0;
  let isCut = false;
  try {
    const walked = await walk(matcher.roots, {
      matcher,
      followSymlinks,
      enter() {
        if (now() > until) throw new Enough();
      },
      visit(found, directory) {
        if (directory) return;
        if (count === mostCounted) throw new Enough();
        count++;
        if (paths.length < shownPaths) paths.push(relativeBelow(workingDirectory, found) ?? found);
      },
    });
    for (const folder of walked.unreadable) unreadable.add(folder);
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
    isCut = true;
  }
  const lookedIn = matcher.roots.map((root): WatchedFolder => ({ folder: root, is: stateOf(root, unreadable) }));
  return { paths: paths.sort(), count, isCut: isCut || count > paths.length, lookedIn };
}

function stateOf(folder: string, unreadable: ReadonlySet<string>): WatchedFolder['is'] {
  if (unreadable.has(folder)) return 'closed';
  return existsSync(folder) ? 'there' : 'missing';
}
