import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { findAction } from '../shared/actions/registry.ts';
import type { RunView } from '../shared/contract/run-view.ts';
import type { Clock } from '../shared/lib/clock.ts';
import { createRouter, type Router } from './api/router.ts';
import { switchWorkflow } from './api/switch-workflow.ts';
import { concurrencyKeyOf } from './engine/concurrency-key.ts';
import { createEngine, type Engine } from './engine/engine.ts';
import type { EngineParts } from './engine/live-run.ts';
import { loadExecutor } from './executors/load-executor.ts';
import { createEvaluate } from './expressions/evaluate.ts';
import { createRenderer } from './expressions/render.ts';
import { createSandbox } from './expressions/sandbox.ts';
import type { Platform } from './platform/platform.ts';
import { systemClock } from './platform/system-clock.ts';
import { rootWorkflowOf } from './store/root-workflow.ts';
import { openStepLogs } from './store/step-logs.ts';
import { openStore } from './store/store.ts';
import { createOwnWrites } from './triggers/own-writes.ts';
import { createTriggerControl, type TriggerControl } from './triggers/trigger-control.ts';

export interface AppOptions {
  /** Absolute. Made when it is not there. */
  readonly dataDir: string;
  readonly platform: Platform;
  readonly version: string;
  /** Absolute; holds one folder for each template. */
  readonly templatesDir: string;
  /** `all`: recover and run everything, and watch triggers; `runs`: only what is asked for; `none`: questions and records. */
  readonly work: 'all' | 'runs' | 'none';
  readonly clock?: Clock;
  /** Where the bundle has put the sandbox worker. */
  readonly sandboxWorker?: URL;
  /** Top-level runs at once; default two for each core. */
  readonly maxRuns?: number;
  /** A fault of our own, or a disk that refuses writes. */
  onFault(error: unknown): void;
  onShutdown(): void;
}

export interface App {
  readonly router: Router;
  readonly engine: Engine;
  readonly triggers: TriggerControl;
  /** Steps under way get `graceMs` (default 5 s) to end; nothing is lost. */
  close(graceMs?: number): Promise<void>;
}

/** How long a written path is remembered as our own doing. */
const OWN_WRITES_MS = 60_000;

/** Puts the whole engine together. Knows no transport. Throws DatabaseUnavailable. */
export async function createApp(options: AppOptions): Promise<App> {
  const { dataDir, platform, clock = systemClock, onFault } = options;
  const store = openStore({ dataDir, newId, onPoisoned: onFault });
  const logs = openStepLogs(dataDir);
  const sandbox = createSandbox(options.sandboxWorker === undefined ? {} : { workerFile: options.sandboxWorker });
  const { render, evaluate } = createRenderer({ evaluate: createEvaluate(sandbox) });
  const ownWrites = createOwnWrites({ now: () => clock.now(), ttlMs: OWN_WRITES_MS });
  const parts: EngineParts = {
    store,
    logs,
    clock,
    platform,
    newId,
    random: Math.random,
    render,
    evaluate,
    evaluateWith: (expression, names) => sandbox.evaluate(expression, names),
    findAction,
    loadExecutor,
    wrote: (runId, path) => ownWrites.record({ runId, workflowId: rootWorkflowOf(store, runId) }, path),
  };
  const engine = createEngine({
    parts,
    maxRuns: options.maxRuns ?? availableParallelism() * 2,
    scope: options.work === 'all' ? 'all' : 'asked',
    setWorkflowEnabled: (workflow, enabled) => switchWorkflow(parts, triggers, workflow, enabled),
    onFault,
  });
  const triggers: TriggerControl = createTriggerControl({
    store,
    clock,
    ownWrites,
    newId,
    render,
    watches: options.work === 'all',
    admit: (admission, beside) => engine.admit(admission, beside),
    concurrencyKeyOf: (version, inputs, data) => concurrencyKeyOf(parts, version.document, inputs, data),
  });
  const router = createRouter({
    parts,
    engine,
    triggers,
    dryRuns: new Map<string, RunView>(),
    version: options.version,
    startedAt: clock.now(),
    templatesDir: options.templatesDir,
    watches: options.work === 'all',
    requestShutdown: options.onShutdown,
  });
  await engine.start();
  if (options.work === 'all') await triggers.start();

  return {
    router,
    engine,
    triggers,
    async close(graceMs = 5000) {
      await triggers.close();
      await engine.close(graceMs);
      sandbox.close();
      logs.closeAll();
      store.close();
    },
  };
}

const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Ten letters and digits that are not mistaken for one another: short enough to type, and 10^14 of them. */
function newId(): string {
  let id = '';
  for (let count = 0; count < 10; count++) id += ALPHABET[randomInt(ALPHABET.length)];
  return id;
}
