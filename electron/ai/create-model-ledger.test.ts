import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultEngineSettings } from '../../shared/lib/engine-settings.ts';
import { putEngineSettings } from '../store/engine-settings.ts';
import type { Store } from '../store/store.ts';
import { modelCall } from '../store/test-model-call.ts';
import { addRun, addWorkflow, makeDataDir, openTestStore } from '../store/test-store.ts';
import { createModelLedger } from './create-model-ledger.ts';

const at = modelCall().at;

describe('the ledger of models', () => {
  let dataDir: string;
  let store: Store;
  let now = at;
  const ledger = () => createModelLedger({ store, now: () => now });
  beforeEach(() => {
    now = at;
    dataDir = makeDataDir();
    store = openTestStore(dataDir);
  });
  afterEach(() => store.close());

  /** A run and one that it has started, the first with a budget. */
  async function startRuns(budget: object): Promise<readonly [string, string]> {
    const parent = await addWorkflow(store, 'Parent', { budget });
    const child = await addWorkflow(store, 'Child');
    return store.write(() => {
      const key = addRun(store, parent);
      const childKey = addRun(store, child, { parentKey: key });
      return [store.runs.byKey(key)?.id ?? '', store.runs.byKey(childKey)?.id ?? ''] as const;
    });
  }

  it('AI-5 stops a run that has spent its budget, with what it has spent, and the runs that it has started, and a restart does not reset it', async () => {
    const [parent, child] = await startRuns({ tokens: 2500, cost: 0.01 });
    await ledger().record(modelCall({ runId: parent }));
    expect(ledger().openAccount(undefined, { runId: child }).left()).toEqual({
      tokens: 1500,
      cost: 0.01 - 0.0014,
      told: `1000 of 2500 tokens and $0.0014 of $0.01 of the run ${parent} were spent`,
    });
    expect(ledger().openAccount({ tokens: 700 }, { runId: parent }).left()).toMatchObject({ tokens: 700, cost: 0.01 - 0.0014 });
    await ledger().record(modelCall({ runId: child }));
    await ledger().record(modelCall({ runId: child }));
    store.close();
    store = openTestStore(dataDir);
    for (const runId of [parent, child]) {
      expect(() => ledger().openAccount(undefined, { runId }).left()).toThrow(
        expect.objectContaining({
          code: 'AI_BUDGET',
          message: `The budget of the run ${parent} is used up: 3000 of 2500 tokens were spent`,
        }),
      );
    }
    expect(ledger().spent({ runId: parent })).toEqual({ tokens: 3000, cost: expect.closeTo(0.0042) });
  });

  it('stops at the cost, too', async () => {
    const [parent] = await startRuns({ cost: 0.001 });
    await ledger().record(modelCall({ runId: parent }));
    expect(() => ledger().openAccount(undefined, { runId: parent }).left()).toThrow(/\$0\.0014 of \$0\.001 were spent/);
  });

  it('AI-5 bounds what all of them take on one day, and begins anew on the next', async () => {
    expect(ledger().openAccount(undefined, {}).left()).toBeUndefined();
    await store.write(() => putEngineSettings(store, { ...defaultEngineSettings, modelsPerDay: { tokens: 1500 } }));
    await ledger().record(modelCall());
    expect(ledger().openAccount(undefined, {}).left()).toEqual({ tokens: 500, told: '1000 of 1500 tokens of today were spent' });
    await ledger().record(modelCall());
    expect(() => ledger().openAccount({ tokens: 10 }, {}).left()).toThrow('The budget of today is used up: 2000 of 1500 tokens were spent');
    now += 86_400_000;
    expect(ledger().openAccount(undefined, {}).left()).toEqual({ tokens: 1500 });
  });

  it('leaves a model alone after failures, and forgets after a month what it was like', async () => {
    await ledger().record(modelCall({ outcome: 'timeout', ms: 30_000 }));
    expect(ledger().coolDowns(at + 31_000)).toEqual([
      { model: 'claude/claude-haiku-4-5', until: at + 60_000, reason: 'did not answer in time' },
    ]);
    expect(ledger().coolDowns(at + 61_000)).toEqual([]);
    expect(ledger().figures('extract')).toEqual([expect.objectContaining({ calls: 1, answered: 0 })]);
    now += 32 * 86_400_000;
    expect(ledger().figures('extract')).toEqual([]);
  });
});
