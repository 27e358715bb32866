import { homedir } from 'node:os';
import type { FileChangeConfig } from '../../../shared/triggers/file-change.ts';
import { createIgnoreRules } from './ignore-rules.ts';
import { type PathPattern, parsePathPattern, relativeBelow } from './path-pattern.ts';

/** The matcher of a trigger's config. Reads what stands at its paths now, and the `.gitignore` files there. */
export function openMatcher({ path, ignore, depth }: FileChangeConfig, workingDirectory: string): Matcher {
  return createMatcher({ path, ignore, depth, workingDirectory, homeDirectory: homedir() });
}

export interface MatcherOptions {
  /** Files, folders or globs; `!glob` excludes. */
  readonly path: string | readonly string[];
  readonly ignore: string | readonly string[] | undefined;
  readonly depth: number | undefined;
  readonly workingDirectory: string;
  readonly homeDirectory: string;
}

/** Says of absolute paths whether a trigger is about them. */
export interface Matcher {
  /** The folders to watch; none lies inside another. They need not exist. */
  readonly roots: readonly string[];
  matches(path: string, directory: boolean): boolean;
  /** Why a path does not match, for people. */
  whyNot(path: string, directory: boolean): string;
  /** Whether the folder must be looked into: it is a root, or something in it can match. */
  mayContain(directory: string): boolean;
  /** To be called when a `.gitignore` has changed. */
  forgetRules(): void;
}

interface Scope {
  readonly pattern: PathPattern;
  ignores(path: string, directory: boolean): boolean;
  forgetRules(): void;
}

export function createMatcher(options: MatcherOptions): Matcher {
  const { workingDirectory, homeDirectory } = options;
  const texts = [options.path].flat();
  const excluded = texts.filter((text) => text.startsWith('!')).map((text) => text.slice(1));
  const ignorePatterns = [...[options.ignore ?? []].flat(), ...excluded];
  const scopes = texts
    .filter((text) => !text.startsWith('!'))
    .map((text) => createScope(parsePathPattern(text, workingDirectory, homeDirectory), ignorePatterns, workingDirectory));
  const bases = [...new Set(scopes.map((scope) => scope.pattern.base))];
  const roots = bases.filter((base) => !bases.some((other) => other !== base && relativeBelow(other, base) !== undefined));
  const maxDepth = options.depth ?? Number.POSITIVE_INFINITY;
  const isWayToBase = (directory: string) =>
    bases.some((base) => relativeBelow(directory, base) !== undefined) &&
    roots.some((root) => relativeBelow(root, directory) !== undefined);

  return {
    roots,
    matches: (path, directory) =>
      scopes.some(({ pattern, ignores }) => {
        const relative = relativeBelow(pattern.base, path);
        return relative && depthOf(relative) <= maxDepth && pattern.matches(relative) && !ignores(path, directory);
      }),
    whyNot(path, directory) {
      const named = scopes.flatMap((scope) => {
        const relative = relativeBelow(scope.pattern.base, path);
        return relative && scope.pattern.matches(relative) ? [{ ...scope, relative }] : [];
      });
      if (named.length === 0) return `the path does not fit ${texts.join(', ')}`;
      if (named.every(({ relative }) => depthOf(relative) > maxDepth)) return `it lies deeper than ${maxDepth} levels`;
      return named.some(({ ignores }) => ignores(path, directory)) ? 'the path is ignored' : 'the path fits';
    },
    mayContain: (directory) =>
      isWayToBase(directory) ||
      scopes.some(({ pattern, ignores }) => {
        const relative = relativeBelow(pattern.base, directory);
        return relative && depthOf(relative) < maxDepth && pattern.mayContain(relative) && !ignores(directory, true);
      }),
    forgetRules() {
      for (const scope of scopes) scope.forgetRules();
    },
  };
}

function createScope(pattern: PathPattern, ignorePatterns: readonly string[], workingDirectory: string): Scope {
  const { named } = pattern;
  const isInside = relativeBelow(workingDirectory, named) !== undefined;
  const around = createIgnoreRules(isInside ? workingDirectory : named, ignorePatterns, true);
  // `dist/**` asks for an ignored folder by name: then only what stands inside it can ignore.
  const rules = around.ignores(named, true) ? createIgnoreRules(named, ignorePatterns, false) : around;
  return {
    pattern,
    ignores: (path, directory) => path !== named && rules.ignores(path, directory),
    forgetRules: () => rules.forget(),
  };
}

/** 0 for what lies in the base itself. */
function depthOf(relative: string): number {
  let depth = 0;
  for (let at = relative.indexOf('/'); at >= 0; at = relative.indexOf('/', at + 1)) depth += 1;
  return depth;
}
