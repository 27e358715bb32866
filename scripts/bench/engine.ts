import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import { createMarks } from '../../electron/engine/secrets/marks.ts';
import { maskLogs } from '../../electron/engine/secrets/masked-logs.ts';
import { loadExecutor } from '../../electron/executors/load-executor.ts';
import { spawnDirectly } from '../../electron/executors/process/spawn.ts';
import { createEvaluate } from '../../electron/expressions/evaluate.ts';
import { createRenderer } from '../../electron/expressions/render.ts';
import { createSandbox } from '../../electron/expressions/sandbox.ts';
import { createNodePlatform } from '../../electron/platform/node-platform.ts';
import { systemClock } from '../../electron/platform/system-clock.ts';
import type { Admission } from '../../electron/queue/admit.ts';
import { createEventHub } from '../../electron/queue/event-hub.ts';
import { createSecrets } from '../../electron/secrets/secrets.ts';
import type { RunRow } from '../../electron/store/runs-table.ts';
import { openStepLogs } from '../../electron/store/step-logs.ts';
import { openStore } from '../../electron/store/store.ts';
import { findAction } from '../../shared/actions/registry.ts';
import { catalogue } from '../../shared/catalogue.ts';
import { loadWorkflow } from '../../shared/workflow/load.ts';

export interface BenchEngine {
  readonly engine: Engine;
  /** Saves a workflow of these steps, which can be admitted any number of times. */
  prepare(name: string, steps: readonly unknown[], settings?: Readonly<Record<string, unknown>>): Promise<Admission>;
  /** Admits a run and waits for its end. Throws when it did not complete. */
  run(admission: Admission): Promise<RunRow>;
  close(): Promise<void>;
}

/**
 * The engine as the app puts it together, without triggers and the API, so that nothing else is measured. Notifications are shown nowhere.
 * Its data folder and the folder that its runs stand in lie in `folder`.
 */
export async function openBenchEngine(folder: string, maxRuns = 8): Promise<BenchEngine> {
  const dataDir = join(folder, 'home');
  const workingDirectory = join(folder, 'work');
  mkdirSync(workingDirectory, { recursive: true });
  const fail = (error: unknown): never => {
    throw error;
  };
  const store = openStore({ dataDir, longLog: true, newId: randomUUID, onPoisoned: fail });
  const marks = createMarks();
  const secrets = createSecrets({ dataDir, keychain: undefined, passphrase: undefined, now: () => Date.now() });
  const logs = maskLogs(openStepLogs(dataDir), secrets.masks);
  const sandbox = createSandbox();
  const { render, evaluate } = createRenderer({ evaluate: createEvaluate(sandbox, { isSecret: marks.isIn }) });
  const platform = { ...createNodePlatform(process.env), notify: async () => ({ shown: true, clicked: null }) };
  const engine = createEngine({
    parts: {
      store,
      logs,
      clock: systemClock,
      secrets,
      marks,
      platform,
      newId: randomUUID,
      random: Math.random,
      render,
      evaluate,
      evaluateWith: (expression, names) => sandbox.evaluate(expression, names),
      findAction,
      loadExecutor,
      events: createEventHub(store),
      models: { call: () => Promise.reject(new Error('Nobody asks a model in a benchmark')) },
      spawn: spawnDirectly,
      wrote: () => undefined,
    },
    maxRuns,
    scope: 'all',
    setWorkflowEnabled: async (workflow, enabled) => ({ workflow, enabled }),
    prepareContinuation: () => Promise.reject(new Error('Nobody pushes a benchmark back')),
    onFault: fail,
  });
  await engine.start();

  return {
    engine,
    async prepare(name, steps, settings = {}) {
      const loaded = loadWorkflow(JSON.stringify({ pawl: 1, name, settings, steps }), { catalogue });
      if (!loaded.ok) throw new Error(loaded.problems.map((problem) => problem.message).join('\n'));
      const { workflow, version } = await store.write(() =>
        store.workflows.save({
          id: randomUUID(),
          document: loaded.document,
          source: '',
          path: '',
          workingDirectory,
          imported: true,
          at: Date.now(),
        }),
      );
      return { workflow, version, inputs: {}, triggerData: {}, triggeredBy: 'bench', workingDirectory };
    },
    async run(admission) {
      const admitted = await engine.admit(admission);
      if (admitted.verdict !== 'started') throw new Error(`The run was ${admitted.verdict}`);
      const row = await engine.whenEnded(admitted.run.id);
      if (row.status !== 'completed') throw new Error(`The run ended ${row.status}: ${row.error?.message}`);
      return row;
    },
    async close() {
      await engine.close(1000);
      sandbox.close();
      logs.closeAll();
      store.close();
    },
  };
}
