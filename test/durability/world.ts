import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../electron/store/store.ts';
import type { WorkloadPlaces } from './workload.ts';

/** Everything one seed has: a data folder, a workspace with repositories, and the ledger, which no engine owns. */
export interface World extends WorkloadPlaces {
  readonly folder: string;
  readonly dataDir: string;
  readonly hitsFile: string;
  /** Looks at the data folder. With `asCopy` the engine's own recovery of the database stays untested by us, and is left to the engine. */
  look<T>(inspect: (store: Store) => T, options?: { readonly asCopy: boolean }): T;
  /** How often each failpoint was reached. */
  hits(): ReadonlyMap<string, number>;
  remove(): void;
}

export function makeWorld(name: string, repositoryCount = 2): World {
  const folder = mkdtempSync(join(tmpdir(), `pawl-durability-${name}-`));
  const dataDir = join(folder, 'data');
  const workspace = join(folder, 'workspace');
  const hitsFile = join(folder, 'hits');
  const repositories = Array.from({ length: repositoryCount }, (_, index) => `repository${index}`);
  mkdirSync(workspace);
  for (const repository of repositories) makeRepository(join(workspace, repository));

  return {
    folder,
    dataDir,
    workspace,
    hitsFile,
    repositories,
    ledgerFile: join(folder, 'ledger'),
    look(inspect, { asCopy } = { asCopy: false }) {
      const place = asCopy ? join(folder, 'copy') : dataDir;
      if (asCopy) copyDatabase(dataDir, place);
      const store = openStore({ dataDir: place, newId: () => 'inspection', onPoisoned: (error) => console.error(error) });
      try {
        return inspect(store);
      } finally {
        store.close();
      }
    },
    hits() {
      const counts = new Map<string, number>();
      const text = existsSync(hitsFile) ? readFileSync(hitsFile, 'utf8') : '';
      for (const line of text.split('\n')) if (line !== '') counts.set(line, (counts.get(line) ?? 0) + 1);
      return counts;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function copyDatabase(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to);
  for (const name of ['pawl.db', 'pawl.db-wal', 'blobs']) {
    if (existsSync(join(from, name))) cpSync(join(from, name), join(to, name), { recursive: true });
  }
}

function makeRepository(folder: string): void {
  mkdirSync(folder);
  const git = (...args: readonly string[]): void => void execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
  git('init');
  git('config', 'user.name', 'Durability');
  git('config', 'user.email', 'durability@example.invalid');
  git('commit', '--allow-empty', '-m', 'begin');
}
