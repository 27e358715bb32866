import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

const ofPages = ['@mantine/core', '@mantine/hooks', '@mantine/notifications', '@tanstack/react-query', 'react'];
const ofTextEditor = [
  '@codemirror/autocomplete',
  '@codemirror/commands',
  '@codemirror/lang-yaml',
  '@codemirror/language',
  '@codemirror/lint',
  '@codemirror/search',
  '@codemirror/state',
  '@codemirror/view',
  '@lezer/highlight',
];

/**
 * What each room may import: rooms by folder (`electron/store`), packages by name, `node:` for all of Node's modules.
 * The longest folder that holds a file is its room.
 */
const rooms: Readonly<Record<string, readonly string[]>> = {
  shared: ['shared', 'zod', 'yaml'],
  'shared/workflow/script': ['shared', 'chevrotain'],
  'shared/contract': ['shared', 'zod', '@orpc/contract'],
  'electron/store': ['shared', 'better-sqlite3', 'node:'],
  'electron/rescue': ['electron/store', 'shared', 'node:'],
  'electron/queue': ['electron/store', 'shared'],
  'electron/expressions': ['shared', 'node:', 'quickjs-emscripten-core', '@jitl/quickjs-singlefile-mjs-release-sync'],
  // Models of every provider behind one call. What asks them knows `model-caller.ts` and nothing else of the room.
  'electron/ai': [
    'shared',
    'electron/store',
    'node:',
    'ai',
    '@ai-sdk/anthropic',
    '@ai-sdk/google',
    '@ai-sdk/openai',
    '@ai-sdk/openai-compatible',
    '@ai-sdk/provider',
    'zod',
  ],
  'electron/executors': [
    'shared',
    'electron/ai/model-caller.ts',
    'electron/expressions',
    'electron/platform/platform.ts',
    'node:',
    'ajv',
    'ajv-formats',
    'csv-parse',
    'csv-stringify',
    'fast-xml-parser',
    'picomatch',
    'simple-git',
    'tar',
    'tinyglobby',
    'yaml',
    'yauzl',
    'yazl',
    'zod',
  ],
  'electron/engine': [
    'electron/ai/model-caller.ts',
    'electron/queue',
    'electron/store',
    'electron/executors',
    'electron/expressions',
    'shared',
    'node:',
  ],
  'electron/engine/walk': ['shared'],
  'electron/triggers': [
    'electron/queue',
    'electron/store',
    'electron/platform/platform.ts',
    'shared',
    'node:',
    'chokidar',
    'ignore',
    'luxon',
    'node-cron',
    'picomatch',
    'zod',
  ],
  'electron/templates': ['shared', 'node:', 'yaml', 'zod'],
  // Names, values and where they may go: kept in the data folder, sealed by the platform or by a key file.
  'electron/secrets': ['shared', 'electron/platform/keychain.ts', 'node:', 'zod'],
  // What is typed becomes a run, an order or an answer; what runs have to say is posted where they were begun.
  'electron/chat': ['electron/engine', 'electron/queue', 'electron/store', 'shared'],
  'electron/api': [
    'electron/chat',
    'electron/ai',
    'electron/engine',
    'electron/queue',
    'electron/triggers',
    'electron/secrets',
    'electron/store',
    'electron/templates',
    'shared',
    'node:',
    '@orpc/server',
  ],
  'electron/platform': ['shared', 'electron/executors/process', 'node:', 'trash'],
  'electron/app.ts': [
    'electron/chat',
    '@orpc/server',
    'electron/ai',
    'electron/api',
    'electron/engine',
    'electron/executors',
    'electron/expressions',
    'electron/platform',
    'electron/queue',
    'electron/secrets',
    'electron/store',
    'electron/triggers',
    'shared',
    'node:',
  ],
  'electron/host': [
    'electron/app.ts',
    'electron/api',
    'electron/platform',
    'shared',
    'node:',
    '@orpc/openapi',
    '@orpc/server',
    '@orpc/zod',
    'ws',
    'zod',
  ],
  'electron/cli': [
    'electron/app.ts',
    'electron/host',
    'electron/platform',
    'electron/rescue',
    'electron/templates',
    'shared',
    'node:',
    'commander',
    '@orpc/client',
    '@orpc/server',
    'ws',
    'zod',
    'package.json',
  ],
  'electron/desktop': [
    'electron/app.ts',
    'electron/host',
    'electron/platform',
    'electron/templates',
    'shared',
    'node:',
    '@orpc/server',
    'electron',
    'electron-store',
    'zod',
    'package.json',
  ],
  // The page's own root puts the features together, as app.ts does for the engine.
  renderer: ['shared', '@mantine/core', '@mantine/hooks', '@mantine/notifications', '@tanstack/react-query', 'react', 'react-dom', 'zod'],
  'renderer/bridge': ['shared', '@mantine/notifications', '@orpc/client', '@orpc/contract', '@tanstack/react-query', 'react', 'zod'],
  'renderer/ui': [
    'shared/lib/hidden-characters.ts',
    'shared/run',
    'shared/triggers',
    'shared/workflow/expression',
    '@mantine/charts',
    '@mantine/core',
    '@mantine/hooks',
    '@tanstack/react-virtual',
    'react',
  ],
  // Drawing a workflow, and asking for a run's inputs: pages use both, and neither knows a page.
  'renderer/canvas': ['renderer/ui', 'shared', '@mantine/core', '@mantine/hooks', '@xyflow/react', 'elkjs', 'react'],
  'renderer/run-form': ['renderer/bridge', 'renderer/ui', 'shared', ...ofPages, 'zod'],
  // What a trigger would have made of the past: asked on its page, and while it is being written.
  'renderer/backtest': ['renderer/bridge', 'renderer/ui', 'shared', ...ofPages],
  'renderer/answer': ['renderer/bridge', 'renderer/ui', 'shared', ...ofPages],
  'renderer/home': ['renderer/bridge', 'renderer/ui', 'renderer/run-form', 'renderer/canvas', 'shared', ...ofPages],
  'renderer/workflows': ['renderer/bridge', 'renderer/ui', 'renderer/run-form', 'renderer/canvas', 'shared', ...ofPages, 'zod'],
  'renderer/versions': ['renderer/bridge', 'renderer/ui', 'renderer/canvas', 'shared', ...ofPages],
  'renderer/builder': [
    'renderer/backtest',
    'renderer/bridge',
    'renderer/ui',
    'renderer/run-form',
    'renderer/canvas',
    'shared',
    ...ofPages,
    ...ofTextEditor,
    '@xyflow/react',
    'zod',
    'zustand',
    'cronstrue',
  ],
  'renderer/runs': [
    'renderer/answer',
    'renderer/bridge',
    'renderer/ui',
    'renderer/run-form',
    'renderer/canvas',
    'shared',
    ...ofPages,
    '@tanstack/react-virtual',
  ],
  'renderer/inbox': ['renderer/answer', 'renderer/bridge', 'renderer/ui', 'shared', ...ofPages],
  'renderer/triggers': [
    'renderer/backtest',
    'renderer/bridge',
    'renderer/ui',
    'renderer/run-form',
    'shared',
    ...ofPages,
    '@mantine/charts',
    'cronstrue',
  ],
  'renderer/agents': ['renderer/answer', 'renderer/bridge', 'renderer/ui', 'renderer/run-form', 'shared', ...ofPages, 'zod'],
  'renderer/memory': ['renderer/bridge', 'renderer/ui', 'shared', ...ofPages],
  'renderer/models': ['renderer/bridge', 'renderer/ui', 'shared', ...ofPages, '@mantine/charts', 'zod'],
  'renderer/chat': [
    'renderer/answer',
    'renderer/bridge',
    'renderer/ui',
    'renderer/run-form',
    'shared',
    ...ofPages,
    '@tanstack/react-virtual',
  ],
  'renderer/settings': ['renderer/bridge', 'renderer/ui', 'shared', ...ofPages],
  'renderer/quick-run': ['renderer/bridge', 'renderer/ui', 'renderer/run-form', 'shared', ...ofPages],
  'renderer/palette': ['renderer/bridge', 'renderer/ui', 'renderer/run-form', 'shared', ...ofPages, '@mantine/spotlight'],
};

/** What only one room may import. */
const onlyIn: Readonly<Record<string, string>> = { 'better-sqlite3': 'electron/store', electron: 'electron/desktop' };

interface Import {
  readonly from: string;
  /** A file of the project, or a package. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const files = ['shared', 'electron', 'renderer'].flatMap((folder) => sourcesBelow(folder));
const imports = files.flatMap(importsOf);

describe('the house', () => {
  it('has a room for every source file', () => {
    expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
    expect(files.length).toBeGreaterThan(200);
  });

  it('lets each room import only what its line in the table names', () => {
    expect(imports.filter((one) => !isAllowed(one)).map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('keeps SQLite in the store and Electron in the desktop', () => {
    const strays = imports.filter(({ from, to }) => Object.hasOwn(onlyIn, to) && !from.startsWith(`${onlyIn[to]}/`));
    expect(strays).toEqual([]);
  });

  it('has no import cycles, types included', () => {
    expect(
      findCycle(new Map(files.map((file) => [file, imports.filter((one) => one.from === file).map((one) => one.to)]))),
    ).toBeUndefined();
  });

  it('keeps clocks, chance and SQL out of the walk of the graph', () => {
    const walk = files.filter((file) => file.startsWith('electron/engine/walk/'));
    const forbidden = /Date\.|performance\.|Math\.random|setTimeout|setImmediate|process\.|\bawait\b|SELECT |INSERT |UPDATE /;
    expect(walk.length).toBeGreaterThan(3);
    expect(walk.filter((file) => forbidden.test(readFileSync(join(root, file), 'utf8')))).toEqual([]);
  });
});

describe('the table of rooms', () => {
  it('refuses what it does not name', () => {
    expect(isAllowed({ from: 'electron/store/runs-table.ts', to: 'electron/engine/engine.ts', typeOnly: false })).toBe(false);
    expect(isAllowed({ from: 'shared/lib/json.ts', to: 'node:fs', typeOnly: false })).toBe(false);
    expect(isAllowed({ from: 'electron/triggers/own-writes.ts', to: 'electron/engine/engine.ts', typeOnly: true })).toBe(false);
  });

  it('finds a cycle', () => {
    expect(
      findCycle(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['a']],
        ]),
      ),
    ).toEqual(['a', 'b', 'c', 'a']);
  });
});

function isAllowed({ from, to }: Import): boolean {
  const room = roomOf(from);
  if (room === undefined) return false;
  const allowed = rooms[room] ?? [];
  // A room knows itself, and a room within a room may be used by the room around it.
  if (to === room || (to.startsWith(`${room}/`) && !room.endsWith('.ts'))) return true;
  return allowed.some((name) => to === name || to.startsWith(`${name}/`) || (name === 'node:' && to.startsWith('node:')));
}

function roomOf(file: string): string | undefined {
  return Object.keys(rooms)
    .filter((room) => file === room || file.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0];
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts') && !/\/test-[^/]*\.ts$/.test(name))
    .map((name) => `${folder}/${name.split(sep).join('/')}`);
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s+(type\s+)?[^'"`;]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g;
  return [...text.matchAll(pattern)].map((match) => {
    const specifier = match[2] ?? match[3] ?? match[4] ?? '';
    return { from: file, to: targetOf(file, specifier), typeOnly: match[1] !== undefined };
  });
}

function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith('.'))
    return relative(root, resolve(root, dirname(file), specifier))
      .split(sep)
      .join('/');
  if (specifier.startsWith('node:')) return specifier;
  const parts = specifier.split('/');
  return specifier.startsWith('@')
    ? specifier === '@jitl/quickjs-singlefile-mjs-release-sync'
      ? specifier
      : parts.slice(0, 2).join('/')
    : (parts[0] ?? specifier);
}

function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  for (const start of graph.keys()) {
    const path: string[] = [];
    const visit = (node: string): string[] | undefined => {
      const at = path.indexOf(node);
      if (at >= 0) return [...path.slice(at), node];
      if (done.has(node)) return undefined;
      path.push(node);
      for (const next of graph.get(node) ?? []) {
        const found = visit(next);
        if (found !== undefined) return found;
      }
      path.pop();
      done.add(node);
      return undefined;
    };
    const found = visit(start);
    if (found !== undefined) return found;
  }
  return undefined;
}
