import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import ignore from 'ignore';
import { relativeBelow } from './path-pattern.ts';

const ALWAYS = ['.git', 'node_modules'];
/** `ignore` remembers every path it was asked about; it is thrown away after this many, so that memory stays flat on big trees. */
const MEMORY_LIMIT = 10_000;

export interface IgnoreRules {
  /** Folders above the path are taken to be not ignored: they were asked about first. */
  ignores(path: string, directory: boolean): boolean;
  /** Reads the `.gitignore` files again. */
  forget(): void;
}

/**
 * `.git` and `node_modules`, the trigger's own patterns (read as in a `.gitignore` in `base`), and the `.gitignore` files: those in `base` and
 * below, and with `inherit` those of the repository around it.
 */
export function createIgnoreRules(base: string, patterns: readonly string[], inherit: boolean): IgnoreRules {
  const reachesUp = inherit && isInsideRepository(base);
  const own = patterns.length === 0 ? undefined : createRules([...ALWAYS, ...patterns]);
  let chains = new Map<string, readonly GitignoreFile[]>();

  /** The `.gitignore` files that speak for entries of this folder, the nearest first: it has the last word. */
  const chainOf = (directory: string): readonly GitignoreFile[] => {
    const known = chains.get(directory);
    if (known !== undefined) return known;
    const isTop = (directory === base && !reachesUp) || existsSync(join(directory, '.git')) || dirname(directory) === directory;
    const inherited = isTop ? [] : chainOf(dirname(directory));
    const here = readGitignore(directory);
    const chain = here === undefined ? inherited : [here, ...inherited];
    chains.set(directory, chain);
    return chain;
  };

  return {
    ignores(path, directory) {
      if (own === undefined) {
        if (ALWAYS.includes(path.slice(path.lastIndexOf(sep) + 1))) return true;
      } else {
        const relative = relativeBelow(base, path);
        const answer = relative ? own(relative, directory) : undefined;
        if (answer !== undefined) return answer;
      }
      const parent = path.slice(0, path.lastIndexOf(sep)) || sep;
      for (const file of chainOf(parent)) {
        const answer = file.rules(relativeBelow(file.directory, path) ?? '', directory);
        if (answer !== undefined) return answer;
      }
      return false;
    },
    forget() {
      chains = new Map();
    },
  };
}

/** True: ignored; false: brought back by a `!` rule; undefined: no rule speaks of it. */
type Rules = (relative: string, directory: boolean) => boolean | undefined;

interface GitignoreFile {
  readonly directory: string;
  readonly rules: Rules;
}

function createRules(patterns: string | readonly string[]): Rules {
  let asked = 0;
  let rules = ignore().add(patterns);
  return (relative, directory) => {
    asked += 1;
    if (asked % MEMORY_LIMIT === 0) rules = ignore().add(patterns);
    const result = rules.test(directory ? `${relative}/` : relative);
    return result.ignored ? true : result.unignored ? false : undefined;
  };
}

function readGitignore(directory: string): GitignoreFile | undefined {
  const path = join(directory, '.gitignore');
  if (!existsSync(path)) return undefined;
  try {
    return { directory, rules: createRules(readFileSync(path, 'utf8')) };
  } catch {
    // Unreadable, or gone meanwhile: git, too, goes on without it.
    return undefined;
  }
}

function isInsideRepository(directory: string): boolean {
  for (let current = directory; ; current = dirname(current)) {
    if (existsSync(join(current, '.git'))) return true;
    if (dirname(current) === current) return false;
  }
}
