import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TerminalRunStatus } from '../../shared/run/status.ts';
import { workflowSchema } from '../../shared/workflow/schema.ts';
import { openStore, type Store, type StoreOptions } from './store.ts';
import type { WorkflowRow } from './workflows-table.ts';

let ids = 0;
const newId = (): string => `id${++ids}${Math.trunc(performance.now() * 1000)}`;

export function makeDataDir(): string {
  return mkdtempSync(join(tmpdir(), 'pawl-store-'));
}

export function openTestStore(dataDir: string, options: Partial<StoreOptions> = {}): Store {
  return openStore({
    dataDir,
    newId,
    onPoisoned: (error) => {
      throw error;
    },
    ...options,
  });
}

export function addWorkflow(store: Store, name: string, settings: object = {}): Promise<WorkflowRow> {
  const document = workflowSchema.parse({ name, settings, steps: [{ id: 'a', action: 'log', with: { message: 'hi' } }] });
  return store.write(
    () => store.workflows.save({ id: newId(), document, source: name, path: '', workingDirectory: '/', imported: true, at: 1 }).workflow,
  );
}

interface TestRun {
  readonly status?: TerminalRunStatus;
  readonly endedAt?: number;
  /** Default: when it ended. */
  readonly queuedAt?: number;
  readonly events?: number;
  readonly parentKey?: number;
  readonly retryOf?: number;
  readonly outputBlob?: string;
  /** What each event carries, in characters. */
  readonly eventSize?: number;
}

/** An ended run, or with `endedAt` undefined one that runs. Returns its key; to be called inside `store.write`. */
export function addRun(store: Store, workflow: WorkflowRow, run: TestRun = {}): number {
  const { events = 3, eventSize = 10, endedAt } = run;
  const { key } = store.runs.insert({
    id: newId(),
    workflowKey: workflow.key,
    versionKey: workflow.versionKey,
    priority: 0,
    inputs: {},
    triggerData: {},
    triggeredBy: 'manual',
    workingDirectory: '/',
    untilStep: null,
    concurrencyKey: null,
    concurrencyLimit: null,
    dedupeKey: null,
    parentKey: run.parentKey ?? null,
    parentPath: null,
    depth: 0,
    retryOf: run.retryOf ?? null,
    rerun: null,
    reuseUntil: null,
    queuedAt: run.queuedAt ?? endedAt ?? 1,
    epoch: 1,
  });
  store.runs.start(key, endedAt ?? 1);
  for (let seq = 1; seq <= events; seq++) {
    store.events.append(key, seq, 1, { type: 'step.skipped', path: 'a', reason: 'x'.repeat(eventSize) });
  }
  store.steps.settle(key, 'a', { status: 'succeeded', at: 1, output: '1', outputBlob: run.outputBlob });
  if (endedAt !== undefined) store.runs.finish(key, run.status ?? 'completed', endedAt, null, null);
  return key;
}

/** The files of a data folder, not those in folders below it. */
export function copyFolder(from: string, to: string, names: readonly string[] = ['pawl.db', 'pawl.db-wal']): void {
  for (const name of readdirSync(from)) if (names.includes(name)) copyFileSync(join(from, name), join(to, name));
}

/** Every file of a folder with the hash of its bytes; folders below it are left out. */
export function hashesOf(dataDir: string): Record<string, string> {
  const files = readdirSync(dataDir).filter((name) => name !== 'pawl.lock' && statSync(join(dataDir, name)).isFile());
  return Object.fromEntries(
    files.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(dataDir, name)))
        .digest('hex'),
    ]),
  );
}
