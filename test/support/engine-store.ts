import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { RunRow } from '../../electron/store/runs-table.ts';
import { openStore, type Store } from '../../electron/store/store.ts';
import { workflowSchema } from '../../shared/workflow/schema.ts';

/** Makes empty folders that are removed after each test. */
export function temporaryFolders(): () => string {
  const made: string[] = [];
  afterEach(() => {
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    const folder = mkdtempSync(join(tmpdir(), 'pawl-store-'));
    made.push(folder);
    return folder;
  };
}

/** Opens real stores in temporary folders. */
export function storeHarness(): (dataDir?: string) => Store {
  const opened: Store[] = [];
  const newFolder = temporaryFolders();
  afterEach(() => {
    for (const store of opened.splice(0)) store.close();
  });
  return (dataDir = newFolder()) => {
    const store = openStore({ dataDir, newId: createIds(), onPoisoned: () => {} });
    opened.push(store);
    return store;
  };
}

/** Ids that are the same each time. */
export function createIds(): () => string {
  let count = 0;
  return () => `id${++count}`;
}

let lastRun = 0;

/** Writes a queued run of a small workflow, with the row's own values where they matter. */
export function insertRun(store: Store, more: Partial<RunRow> & { readonly settings?: object } = {}): RunRow {
  const { settings = {}, ...row } = more;
  const document = workflowSchema.parse({ name: 'Stored', settings, steps: [{ id: 'a', action: 'log' }] });
  const { workflow, version } = store.workflows.save({
    id: 'workflow',
    document,
    source: '',
    path: '',
    workingDirectory: '/',
    imported: true,
    at: 1,
  });
  return store.runs.insert({
    id: `run${++lastRun}`,
    workflowKey: workflow.key,
    versionKey: version.key,
    priority: 0,
    inputs: {},
    triggerData: {},
    triggeredBy: 'manual',
    workingDirectory: '/',
    untilStep: null,
    concurrencyKey: null,
    concurrencyLimit: null,
    dedupeKey: null,
    parentKey: null,
    parentPath: null,
    depth: 0,
    retryOf: null,
    rerun: null,
    reuseUntil: null,
    queuedAt: 1,
    epoch: store.epoch,
    ...row,
  });
}
