import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import picomatch from 'picomatch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMatcher, type MatcherOptions } from './matcher.ts';

let root: string;
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'pawl-matcher-')));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const matcherOf = (options: Partial<MatcherOptions> & Pick<MatcherOptions, 'path'>) =>
  createMatcher({ ignore: undefined, depth: undefined, workingDirectory: root, homeDirectory: '/home/ada', ...options });
const file = (name: string, text = '') => {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
};

describe('a matcher', () => {
  it('watches the static folder of a glob, a folder as a whole, and the folder of a single file', () => {
    file('kept/notes.md');
    expect(matcherOf({ path: 'src/**/*.ts' }).roots).toEqual([join(root, 'src')]);
    expect(matcherOf({ path: 'kept' }).roots).toEqual([join(root, 'kept')]);
    expect(matcherOf({ path: 'kept/notes.md' }).roots).toEqual([join(root, 'kept')]);
    expect(matcherOf({ path: ['~/a/*.txt', '/data/b/**'] }).roots).toEqual(['/home/ada/a', '/data/b']);
    expect(matcherOf({ path: ['x/**', 'x/y/*.ts'] }).roots).toEqual([join(root, 'x')]);
  });

  it('takes a name that exists literally even when it looks like a glob', () => {
    const page = file('pages/[id].tsx');
    const matcher = matcherOf({ path: 'pages/[id].tsx' });
    expect([matcher.matches(page, false), matcher.matches(join(root, 'pages/i.tsx'), false)]).toEqual([true, false]);
  });

  it('follows a path that is not there yet, whether it becomes a file or a folder', () => {
    const matcher = matcherOf({ path: 'later' });
    expect(matcher.matches(join(root, 'later'), false)).toBe(true);
    expect(matcher.matches(join(root, 'later/in/it.txt'), false)).toBe(true);
    expect(matcher.mayContain(join(root, 'later'))).toBe(true);
    expect(matcher.mayContain(join(root, 'other'))).toBe(false);
  });

  it('leaves out .git, node_modules and dotfiles, unless they are asked for by name', () => {
    const all = matcherOf({ path: '**/*' });
    for (const name of ['.env', '.git/HEAD', '.github/ci.yml']) expect(all.matches(join(root, name), false)).toBe(false);
    for (const name of ['.git', 'node_modules', 'a/node_modules', '.github']) expect(all.mayContain(join(root, name))).toBe(false);
    expect(matcherOf({ path: '.env' }).matches(join(root, '.env'), false)).toBe(true);
    expect(matcherOf({ path: '.github/**' }).matches(join(root, '.github/ci.yml'), false)).toBe(true);
    expect(matcherOf({ path: 'node_modules/mine/**' }).matches(join(root, 'node_modules/mine/a.js'), false)).toBe(true);
    expect(matcherOf({ path: '**/*', ignore: '!node_modules' }).mayContain(join(root, 'node_modules'))).toBe(true);
  });

  it('honours ignore patterns, exclusions and depth', () => {
    const matcher = matcherOf({ path: ['**/*.ts', '!gen/**'], ignore: ['*.test.ts', '/build'], depth: 1 });
    const matches = (name: string) => matcher.matches(join(root, name), false);
    expect(['a.ts', 'x/a.ts', 'x/y/a.ts', 'a.test.ts', 'gen/a.ts', 'build/a.ts'].map(matches)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(matcher.mayContain(join(root, 'build'))).toBe(false);
    expect(matcher.mayContain(join(root, 'x/y'))).toBe(false);
  });

  it('honours .gitignore files, nested ones and those above the watched folder, until they change', () => {
    mkdirSync(join(root, 'repo/.git'), { recursive: true });
    file('repo/.gitignore', 'dist\n*.log\n');
    const nested = file('repo/src/deep/.gitignore', '!keep.log\n/only-here\n');
    const matcher = matcherOf({ path: 'src/**', workingDirectory: join(root, 'repo') });
    const matches = (name: string) => matcher.matches(join(root, 'repo/src', name), false);
    expect(['a.log', 'deep/a.log', 'deep/keep.log', 'deep/only-here', 'only-here'].map(matches)).toEqual([false, false, true, false, true]);
    expect(matcher.mayContain(join(root, 'repo/src/dist'))).toBe(false);
    writeFileSync(nested, '');
    matcher.forgetRules();
    expect(matches('deep/keep.log')).toBe(false);
    const built = matcherOf({ path: 'dist/**', workingDirectory: join(root, 'repo') });
    expect(built.matches(join(root, 'repo/dist/a.js'), false)).toBe(true);
  });

  it('agrees with picomatch on every glob, and looks into every folder on the way to a match', () => {
    const name = fc.constantFrom('a', 'b', 'ab', 'a.ts', 'b.js', '.c', 'd-e');
    const paths = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));
    const segment = fc.constantFrom('*', '**', '*.ts', '?', '{a,b}', '{a,b/c}', '.c', '[ab]', '!(a)', '@(a|b)*', 'a*', '+(a|b)', 'a');
    const globs = fc
      .array(segment, { minLength: 1, maxLength: 4 })
      .map((segments) => segments.join('/'))
      .filter((glob) => picomatch.scan(glob).isGlob && !glob.startsWith('!'));
    fc.assert(
      fc.property(globs, paths, (glob, path) => {
        const matcher = matcherOf({ path: `base/${glob}` });
        const absolute = join(root, 'base', path);
        // picomatch lets `a/**` match a itself; a watched folder is no match of its own.
        if (matcher.roots.includes(absolute)) return;
        const matches = matcher.matches(absolute, false);
        expect(matches).toBe(picomatch(`base/${glob}`)(`base/${path}`));
        if (!matches) return;
        for (let folder = dirname(absolute); folder.startsWith(join(root, 'base')); folder = dirname(folder)) {
          if (matcher.roots.every((base) => folder.startsWith(base))) expect(matcher.mayContain(folder)).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
