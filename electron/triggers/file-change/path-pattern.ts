import { lstatSync } from 'node:fs';
import { basename, dirname, resolve, sep } from 'node:path';
import picomatch from 'picomatch';

/** One entry of a trigger's `path`: a static folder, and what is wanted below it. */
export interface PathPattern {
  /** Absolute; the deepest folder that holds everything that can match. */
  readonly base: string;
  /** What the author named outright: rules about ignoring hold only inside it. */
  readonly named: string;
  /** `relative` is below the base, with `/`. */
  matches(relative: string): boolean;
  /** Whether something inside this folder below the base can match. May say yes too often, never no wrongly. */
  mayContain(relativeDirectory: string): boolean;
}

/** A name that exists is taken literally even when it looks like a glob (`[id].tsx`). */
export function parsePathPattern(text: string, workingDirectory: string, homeDirectory: string): PathPattern {
  const expanded = text === '~' || text.startsWith('~/') ? homeDirectory + text.slice(1) : text;
  const literal = resolve(workingDirectory, expanded);
  const existing = lstatSync(literal, { throwIfNoEntry: false });
  const scanned = picomatch.scan(expanded);
  if (existing === undefined && scanned.isGlob) return globPattern(resolve(workingDirectory, scanned.base), scanned.glob);
  if (existing !== undefined && !existing.isFile()) return globPattern(literal, '**');
  return literalPattern(literal);
}

/** A file, or something not there yet that may become a file or a folder. */
function literalPattern(path: string): PathPattern {
  const name = basename(path);
  const below = picomatch('**');
  const inside = (relative: string) => (relative.startsWith(`${name}/`) ? relative.slice(name.length + 1) : undefined);
  return {
    base: dirname(path),
    named: path,
    matches: (relative) => relative === name || below(inside(relative) ?? '.'),
    mayContain: (relative) => relative === name || below(inside(relative) ?? '.'),
  };
}

function globPattern(base: string, glob: string): PathPattern {
  const matches = picomatch(glob);
  const segments = glob.split('/').map(parseSegment);
  return {
    base,
    named: base,
    matches: (relative) => matches(relative),
    mayContain: (relative) => canDescend(relative.split('/'), segments),
  };
}

type Segment = 'globstar' | 'anything' | ((name: string) => boolean);

function parseSegment(text: string): Segment {
  if (text === '**') return 'globstar';
  // A slash inside a group was cut in two, and groups may nest globstars: nothing can be said from here on.
  const plain = picomatch.scan(text);
  if (/[{}()]/.test(text) || plain.isExtglob || text.includes('**')) return 'anything';
  return picomatch(text);
}

function canDescend(names: readonly string[], pattern: readonly Segment[]): boolean {
  const [segment, ...rest] = pattern;
  const [name, ...deeper] = names;
  if (segment === undefined) return false;
  if (segment === 'anything' || name === undefined) return true;
  if (segment === 'globstar') return canDescend(names, rest) || (!name.startsWith('.') && canDescend(deeper, pattern));
  return segment(name) && canDescend(deeper, rest);
}

/** `path` below `base` with `/`, '' for the base itself, undefined when it is outside. */
export function relativeBelow(base: string, path: string): string | undefined {
  if (path === base) return '';
  if (!path.startsWith(base)) return undefined;
  const isAtSeparator = base.endsWith(sep) || path.startsWith(sep, base.length);
  if (!isAtSeparator) return undefined;
  const relative = path.slice(base.endsWith(sep) ? base.length : base.length + 1);
  return sep === '/' ? relative : relative.replaceAll(sep, '/');
}
