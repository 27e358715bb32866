import { randomInt } from 'node:crypto';
import { availableParallelism, homedir } from 'node:os';
import { createRouterClient } from '@orpc/server';
import { findAction } from '../shared/actions/registry.ts';
import type { RunView } from '../shared/contract/run-view.ts';
import type { Clock } from '../shared/lib/clock.ts';
import type { CheckSchema } from './ai/consult.ts';
import { createModelCaller } from './ai/create-model-caller.ts';
import { createModelLedger } from './ai/create-model-ledger.ts';
import { createProviders } from './ai/providers.ts';
import { acceptRun } from './api/accept-run.ts';
import { prepareContinuation } from './api/retry-run.ts';
import { createRouter, type Router } from './api/router.ts';
import { switchWorkflow } from './api/switch-workflow.ts';
import { createChat } from './chat/chat.ts';
import { concurrencyKeyOf } from './engine/concurrency-key.ts';
import { createEngine, type Engine } from './engine/engine.ts';
import type { EngineParts } from './engine/live-run.ts';
import { createMarks } from './engine/secrets/marks.ts';
import { maskLogs } from './engine/secrets/masked-logs.ts';
import { sealInputs } from './engine/secrets/seal-inputs.ts';
import { secretsRoot } from './engine/secrets/secret-scope.ts';
import { loadExecutor } from './executors/load-executor.ts';
import { spawnDirectly } from './executors/process/spawn.ts';
import { createSpawner, endFormerHelper } from './executors/process/spawner.ts';
import { createEvaluate } from './expressions/evaluate.ts';
import { createRenderer } from './expressions/render.ts';
import { createSandbox } from './expressions/sandbox.ts';
import type { Platform } from './platform/platform.ts';
import { makeSocketPath } from './platform/socket-path.ts';
import { systemClock } from './platform/system-clock.ts';
import { createEventHub } from './queue/event-hub.ts';
import { createSecrets } from './secrets/secrets.ts';
import type { DiskLimits } from './store/disk.ts';
import { rootWorkflowOf } from './store/root-workflow.ts';
import { openStepLogs } from './store/step-logs.ts';
import { openStore, type Store } from './store/store.ts';
import { startUpkeep, type Upkeep } from './store/upkeep.ts';
import { createOwnWrites } from './triggers/own-writes.ts';
import { createTriggerControl, type TriggerControl } from './triggers/trigger-control.ts';
import { createHookTable, type HookTable } from './triggers/webhook/hook-table.ts';

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
  /** False: DatabaseUnavailable `gone` instead of a new data folder. */
  readonly create?: boolean;
  readonly diskLimits?: DiskLimits;
  /** A fault of our own. */
  onFault(error: unknown): void;
  /** The disk has failed: nothing is written or started any more. Close, and open the data folder again. Default: `onFault`. */
  onPoisoned?(error: Error): void;
  onShutdown(): void;
}

export interface App {
  readonly router: Router;
  readonly engine: Engine;
  readonly triggers: TriggerControl;
  /** The armed webhooks, for a server that hands requests to them. */
  readonly hooks: HookTable;
  /** Steps under way get `graceMs` (default 5 s) to end; nothing is lost. */
  close(graceMs?: number): Promise<void>;
}

/** How long a written path is remembered as our own doing. */
const OWN_WRITES_MS = 60_000;

/** Puts the whole engine together. Knows no transport. Throws DatabaseUnavailable. */
export async function createApp(options: AppOptions): Promise<App> {
  const { dataDir, clock = systemClock } = options;
  const secrets = createSecrets({
    dataDir,
    keychain: options.platform.keychain,
    passphrase: options.platform.environment['PAWL_SECRET_KEY'],
    now: () => clock.now(),
  });
  const platform: Platform = {
    ...options.platform,
    secret: async (name) => secrets.value(name) ?? options.platform.secret(name),
  };
  const store = openStore({
    dataDir,
    longLog: options.work === 'all',
    newId,
    now: () => clock.now(),
    onPoisoned: (error) => (options.onPoisoned ?? options.onFault)(error),
    ...(options.create === undefined ? {} : { create: options.create }),
    ...(options.diskLimits === undefined ? {} : { limits: options.diskLimits }),
  });
  // What every refused write says has been told by `onPoisoned`.
  const onFault = (error: unknown): void => {
    if (error !== store.poisoned) options.onFault(error);
  };
  const logs = maskLogs(openStepLogs(dataDir, { onFault }), secrets.masks);
  const sandbox = createSandbox(options.sandboxWorker === undefined ? {} : { workerFile: options.sandboxWorker });
  const marks = createMarks();
  const { render, evaluate } = createRenderer({ evaluate: createEvaluate(sandbox, { isSecret: marks.isIn }) });
  const ownWrites = createOwnWrites({ now: () => clock.now(), ttlMs: OWN_WRITES_MS });
  const hub = createEventHub(store);
  const events: typeof hub = { ...hub, append: (event, at) => hub.append({ ...event, data: secrets.masks.json(event.data) }, at) };
  const providers = createProviders({ store, clock, secrets, environment: options.platform.environment });
  const ledger = createModelLedger({ store, now: () => clock.now() });
  // Elsewhere a fork costs what it should.
  const spawner =
    options.work === 'all' && process.platform === 'linux'
      ? createSpawner({ dataDir, fork: platform.forkHelper, makeSocketPath: () => makeSocketPath(dataDir, 'spawn.sock', process.platform) })
      : undefined;
  const parts: EngineParts = {
    store,
    logs,
    clock,
    platform,
    secrets,
    marks,
    newId,
    random: Math.random,
    render,
    evaluate,
    evaluateWith: (expression, names) => sandbox.evaluate(expression, names),
    findAction,
    loadExecutor,
    events,
    models: createModelCaller({
      providers,
      ledger,
      masks: secrets.masks,
      clock,
      checkSchema,
      newId,
      random: Math.random,
      workflowOf: (runId) => workflowOfRun(store, runId),
    }),
    spawn: spawner?.spawn ?? spawnDirectly,
    wrote: (runId, path) => ownWrites.record({ runId, workflowId: rootWorkflowOf(store, runId) }, path),
  };
  const unguarded = createEngine({
    parts,
    maxRuns: options.maxRuns ?? availableParallelism() * 2,
    scope: options.work === 'all' ? 'all' : 'asked',
    setWorkflowEnabled: (workflow, enabled) => switchWorkflow(parts, triggers, workflow, enabled),
    prepareContinuation: (run, from) => prepareContinuation(parts, run, from),
    onFault,
  });
  const engine: Engine = {
    ...unguarded,
    async admit(admission, beside) {
      // Only what comes from outside: a run that was accepted may start its child runs to the last byte.
      store.requireRoom();
      return unguarded.admit(admission, beside);
    },
  };
  const hooks = createHookTable();
  const triggers: TriggerControl = createTriggerControl({
    store,
    clock,
    ownWrites,
    newId,
    render: (value, scope) => render(value, { ...scope, secrets: secretsRoot(secrets, marks) }),
    mask: secrets.masks.json,
    sealInputs: (document, inputs) => sealInputs(parts, document, inputs, 'data'),
    watches: options.work === 'all',
    webhooks: { hooks, secret: (name) => platform.secret(name), whenEnded: engine.whenEnded },
    events: { hub: events, evaluate, workflowOf: (runId) => rootWorkflowOf(store, runId), onFault },
    admit: engine.admit,
    concurrencyKeyOf: (document, inputs, data) => concurrencyKeyOf(parts, document, inputs, data),
  });
  const chat = createChat({
    store,
    clock,
    newId,
    mask: secrets.masks.text,
    homeFolder: homedir(),
    start: async (run, beside) => {
      const request = { ...run, context: {}, triggeredBy: 'chat' };
      await acceptRun({ parts, engine }, request, beside);
    },
    client: () => createRouterClient(router),
    listen: engine.listen,
    onFault,
  });
  const router = createRouter({
    parts,
    engine,
    triggers,
    secrets,
    providers,
    ledger,
    chat,
    dryRuns: new Map<string, RunView>(),
    version: options.version,
    startedAt: clock.now(),
    templatesDir: options.templatesDir,
    watches: options.work === 'all',
    requestShutdown: options.onShutdown,
  });
  let upkeep: Upkeep | undefined;

  async function close(graceMs = 5000): Promise<void> {
    try {
      await upkeep?.close();
      chat.close();
      await triggers.close();
      await engine.close(graceMs);
      await spawner?.close();
    } finally {
      sandbox.close();
      logs.closeAll();
      await store.disk.close();
      store.close();
    }
  }

  try {
    await endFormerHelper(dataDir);
    await engine.start();
    if (options.work !== 'none') await chat.start();
    if (options.work === 'all') {
      await triggers.start();
      const onRoom = (): void => void triggers.wake().catch(onFault);
      upkeep = startUpkeep({ store, logs, clock, onRoom, onFault });
    }
  } catch (error) {
    await close(0);
    throw error;
  }
  if (options.work !== 'none') store.disk.restoreBallast().catch(onFault);
  return { router, engine, triggers, hooks, close };
}

/** Loaded on first use: the validator is big. */
const checkSchema: CheckSchema = async (value, schema) =>
  (await import('./executors/data/check-against-schema.ts')).checkAgainstSchema(value, schema);

function workflowOfRun(store: Store, runId: string): { readonly id: string; readonly name: string } | undefined {
  const run = store.runs.byId(runId);
  return run === undefined ? undefined : store.workflows.byKey(run.workflowKey);
}

const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Ten letters and digits that are not mistaken for one another: short enough to type, and 10^14 of them. */
function newId(): string {
  let id = '';
  for (let count = 0; count < 10; count++) id += ALPHABET[randomInt(ALPHABET.length)];
  return id;
}
