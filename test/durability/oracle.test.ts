import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createApp } from '../../electron/app.ts';
import { attemptKeyOf, taskKeyOf } from '../../electron/engine/keys.ts';
import { createNodePlatform } from '../../electron/platform/node-platform.ts';
import { openStore, type Store } from '../../electron/store/store.ts';
import { anyDocument } from '../support/engine-documents.ts';
import { planOf } from '../support/engine-walk.ts';
import { checkEffects, noCounts } from './check-effects.ts';
import { createEffectCounter } from './effects.ts';
import { checkInvariants } from './invariants.ts';
import { readLedger } from './ledger.ts';
import { type InterruptedRule, simulate } from './simulation.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A data folder with one run that has ended well: a shell step, a loop, a variable. */
async function finishedRun(): Promise<{ dataDir: string; runId: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'pawl-oracle-'));
  folders.push(folder);
  const dataDir = join(folder, 'data');
  const app = await createApp({
    dataDir,
    platform: createNodePlatform(process.env),
    version: 'test',
    templatesDir: folder,
    work: 'all',
    diskLimits: { minFreeBytes: 0, ballastBytes: 0 },
    onFault: (error) => expect.unreachable(String(error)),
    onPoisoned: (error) => expect.unreachable(String(error)),
    onShutdown: () => undefined,
  });
  const client = createRouterClient(app.router);
  const steps = [
    { id: 'run', action: 'shell.run', with: { program: 'true' } },
    { id: 'each', forEach: [1, 2], steps: [{ id: 'set', action: 'set', with: { variables: { last: '{{item}}' } } }] },
  ];
  const text = JSON.stringify({ name: 'oracle', settings: { workingDirectory: folder }, steps });
  const { runId } = await client.runs.start({ source: { text } });
  await app.engine.whenEnded(runId);
  await app.close();
  return { dataDir, runId };
}

function look<T>(dataDir: string, inspect: (store: Store) => T): T {
  const store = openStore({ dataDir, newId: () => 'look', onPoisoned: (error) => expect.unreachable(String(error)) });
  try {
    return inspect(store);
  } finally {
    store.close();
  }
}

function found(dataDir: string): string[] {
  return look(dataDir, (store) => checkInvariants(store).map(({ invariant }) => invariant));
}

function change(dataDir: string, sql: string): void {
  const database = new Sqlite(join(dataDir, 'pawl.db'));
  database.exec(sql);
  database.close();
}

describe('the invariants of a data folder', () => {
  it('hold after a run that nothing has disturbed', async () => {
    const { dataDir } = await finishedRun();
    expect(found(dataDir)).toEqual([]);
  });

  it.each([
    ['a row that says something else than the events', `UPDATE steps SET status = 'failed' WHERE path = 'run'`, 'I12'],
    ['a step that is missing', `DELETE FROM steps WHERE path = 'each[0]/set'`, 'I12'],
    ['an event that is missing', 'DELETE FROM run_events WHERE seq = 2', 'I12'],
    ['a run that has not ended though its events say so', `UPDATE runs SET status = 'running'`, 'I12'],
    [
      'an event after the end',
      `INSERT INTO run_events SELECT run_key, max(seq) + 1, at, '{"type":"run.resumed","by":"ada"}' FROM run_events`,
      'I9',
    ],
    [
      'a second success',
      `INSERT INTO run_events SELECT run_key, max(seq) + 1, at, '{"type":"step.succeeded","path":"run","attempt":1}' FROM run_events`,
      'I3',
    ],
    ['an unknown step in a run that has ended', `UPDATE steps SET status = 'unknown' WHERE path = 'run'`, 'I7'],
    ['a row that refers to nothing', 'PRAGMA foreign_keys = OFF; UPDATE runs SET workflow_key = 99', 'I1'],
  ])('give away %s', async (_what, sql, invariant) => {
    const { dataDir } = await finishedRun();
    change(dataDir, sql);
    expect(found(dataDir)).toContain(invariant);
  });
});

describe('the ledger', () => {
  it.each([
    [0, ['I4']],
    [1, []],
    [2, ['I5']],
  ])('tells that a step which succeeded once had its effect %i times', async (times, expected) => {
    const { dataDir, runId } = await finishedRun();
    const ledgerFile = join(dataDir, '..', 'ledger');
    const violations = look(dataDir, (store) => {
      const taskKey = taskKeyOf(store.installId, runId, 'run');
      writeFileSync(ledgerFile, `${taskKey} ${attemptKeyOf(taskKey, 1)} ${runId} run\n`.repeat(times));
      return checkEffects(store, store.runs.list({ limit: 10 }), createEffectCounter(store, readLedger(ledgerFile)), noCounts());
    });
    expect(violations.map(({ invariant }) => invariant)).toEqual(expected);
  });
});

describe('the simulation', () => {
  const violationsWith = (rule: InterruptedRule): Set<string> => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyDocument(2), fc.integer(), (document, seed) => {
        for (const { invariant } of simulate(planOf(document), seed, rule).violations) seen.add(invariant);
      }),
      { numRuns: 1000 },
    );
    return seen;
  };

  it('finds nothing wrong with asking', () => expect(violationsWith('ask')).toEqual(new Set()));
  it('finds effects that are doubled when interrupted steps run again blindly', () =>
    expect(violationsWith('retry')).toEqual(new Set(['I5'])));
  it('finds effects that are lost when interrupted steps are taken as done', () => expect(violationsWith('skip')).toEqual(new Set(['I4'])));
});
