import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Row } from './row.ts';

const FOLDERS = 1000;
const FILES_IN_FOLDER = 100;

const answer = z.object({ readyMs: z.number(), settledMs: z.number(), addedMb: z.number() });

export const watchTreeRow: Row = {
  name: 'watch-tree',
  title: `A tree of ${(FOLDERS * FILES_IN_FOLDER).toLocaleString('en')} files is watched`,
  async measure({ folder }) {
    const tree = join(folder, 'tree');
    for (let index = 0; index < FOLDERS; index++) {
      const inside = join(tree, `part-${index % 10}`, `folder-${index}`);
      mkdirSync(inside, { recursive: true });
      for (let file = 0; file < FILES_IN_FOLDER; file++) writeFileSync(join(inside, `file-${file}.txt`), '');
    }
    // In a process of its own, so that its memory holds nothing else.
    const watcher = join(import.meta.dirname, 'watch-tree-process.ts');
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', watcher, tree, join(folder, 'home')], {
      timeout: 120_000,
    });
    const { readyMs, settledMs, addedMb } = answer.parse(JSON.parse(stdout));
    return [
      { what: 'enable → watching', unit: 'ms', ours: readyMs, target: { of: 'ours', atMost: 500 } },
      { what: 'enable → every file read and recorded', unit: 'ms', ours: settledMs },
      { what: 'memory added, settled', unit: 'MB', ours: addedMb, target: { of: 'ours', atMost: 80 } },
    ];
  },
};
