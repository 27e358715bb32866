import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { z } from 'zod';
import { createModelCaller } from '../../electron/ai/create-model-caller.ts';
import { createModelLedger } from '../../electron/ai/create-model-ledger.ts';
import type { ModelCaller } from '../../electron/ai/model-caller.ts';
import { createProviders } from '../../electron/ai/providers.ts';
import { prepareContinuation } from '../../electron/api/retry-run.ts';
import { runView } from '../../electron/api/views.ts';
import { compareWithEvents } from '../../electron/engine/checkpoints.ts';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import type { EngineParts } from '../../electron/engine/live-run.ts';
import { createMarks } from '../../electron/engine/secrets/marks.ts';
import { maskLogs } from '../../electron/engine/secrets/masked-logs.ts';
import { sealInputs } from '../../electron/engine/secrets/seal-inputs.ts';
import { checkAgainstSchema } from '../../electron/executors/data/check-against-schema.ts';
import type { Executor, ProbeResult, StepContext } from '../../electron/executors/executor.ts';
import { loadExecutor } from '../../electron/executors/load-executor.ts';
import { spawnDirectly } from '../../electron/executors/process/spawn.ts';
import { createEvaluate } from '../../electron/expressions/evaluate.ts';
import { createRenderer } from '../../electron/expressions/render.ts';
import { createSandbox } from '../../electron/expressions/sandbox.ts';
import { createNodePlatform } from '../../electron/platform/node-platform.ts';
import type { Admission, AdmissionOutcome } from '../../electron/queue/admit.ts';
import { createEventHub } from '../../electron/queue/event-hub.ts';
import { createSecrets, type Secrets } from '../../electron/secrets/secrets.ts';
import type { RunRow } from '../../electron/store/runs-table.ts';
import { openStepLogs } from '../../electron/store/step-logs.ts';
import { openStore, type Store } from '../../electron/store/store.ts';
import type { VersionRow, WorkflowRow } from '../../electron/store/workflows-table.ts';
import type { ActionDefinition, EffectClass } from '../../shared/actions/action.ts';
import { actionDefinitions, isActionType } from '../../shared/actions/registry.ts';
import { LOCAL_BASE_URL_VARIABLE } from '../../shared/ai/provider.ts';
import { catalogue } from '../../shared/catalogue.ts';
import type { RunView } from '../../shared/contract/run-view.ts';
import { ActionError } from '../../shared/lib/action-error.ts';
import type { Json, JsonObject } from '../../shared/lib/json.ts';
import type { RunEvent } from '../../shared/run/events.ts';
import { resolveInputs } from '../../shared/workflow/inputs.ts';
import { requireWorkflow } from '../../shared/workflow/load.ts';
import { FakeClock } from './fake-clock.ts';

/** What the actions `test.pure`, `test.keyed`, `test.once` and `test.internal` do; without one they give their parameters back. */
export type Behaviour = (parameters: JsonObject, context: StepContext) => Json | Promise<Json>;

export interface HarnessOptions {
  /** An existing folder, of an engine before this one. */
  readonly folder?: string;
  readonly clock?: FakeClock;
  readonly maxRuns?: number;
  readonly scope?: 'all' | 'asked';
  readonly random?: () => number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly behave?: Behaviour;
  readonly probe?: (parameters: JsonObject, context: StepContext) => ProbeResult<Json>;
  /** Stands between the engine and a real executor. */
  readonly wrap?: (executor: Executor) => Executor;
  /** What answers AI steps; without one, every question fails. */
  readonly models?: ModelCaller;
  /** Do not call `engine.start()`. */
  readonly idle?: boolean;
}

export type Saved = { readonly workflow: WorkflowRow; readonly version: VersionRow };

export interface Harness {
  readonly engine: Engine;
  readonly store: Store;
  readonly parts: EngineParts;
  readonly secrets: Secrets;
  readonly clock: FakeClock;
  /** Holds the data folder, and is the working directory of every run. */
  readonly folder: string;
  /** What `onFault` was told. */
  readonly faults: unknown[];
  save(text: string): Promise<Saved>;
  /** Admits a run of a document (the name may be left out) or of a saved workflow. */
  admit(source: string | Saved, more?: Partial<Admission>): Promise<AdmissionOutcome>;
  start(source: string | Saved, more?: Partial<Admission>): Promise<RunRow>;
  /** Starts it and gives it as people see it, once it has ended. */
  run(source: string | Saved, more?: Partial<Admission>): Promise<RunView>;
  view(run: RunRow | string): RunView;
  /** Throws when the run's rows are not what its events say. */
  ended(run: RunRow): Promise<RunView>;
  /** The first event of the run for which `matches` holds, now or later. */
  happened(run: RunRow, matches: (event: RunEvent) => boolean): Promise<RunEvent>;
  events(run: RunRow): RunEvent[];
  /** Stops in good order; steps under way get no time. */
  close(): Promise<void>;
  /** As if the process were killed right after a commit: nothing is told to stop. */
  kill(): void;
}

/** Real store, engine, sandbox and executors in a temporary folder; only the clock is not real. Closed and removed after each test. */
export function engineHarness(): (options?: HarnessOptions) => Promise<Harness> {
  const opened: (Harness & { dispose(): Promise<void> })[] = [];
  afterEach(async () => {
    for (const harness of opened.splice(0).reverse()) await harness.dispose();
  });
  return async (options = {}) => {
    const harness = await open(options);
    opened.push(harness);
    return harness;
  };
}

async function open(options: HarnessOptions): Promise<Harness & { dispose(): Promise<void> }> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'pawl-engine-')));
  const clock = options.clock ?? new FakeClock();
  const faults: unknown[] = [];
  const dataDir = join(folder, 'data');
  let count = 0;
  const prefix = Math.random().toString(36).slice(2, 8);
  const newId = (): string => `${prefix}${++count}`;
  let state: 'open' | 'closed' | 'killed' = 'open';
  const onFault = (error: unknown): void => {
    if (state !== 'killed') faults.push(error);
  };
  const store = openStore({ dataDir, newId, onPoisoned: onFault });
  const marks = createMarks();
  const secrets = createSecrets({ dataDir, keychain: undefined, passphrase: undefined, now: () => clock.now() });
  const logs = maskLogs(openStepLogs(dataDir), secrets.masks);
  const sandbox = createSandbox();
  const { render, evaluate } = createRenderer({ evaluate: createEvaluate(sandbox, { isSecret: marks.isIn }) });
  const tests = testActions(options);
  const { wrap = (executor) => executor } = options;
  const parts: EngineParts = {
    store,
    logs,
    clock,
    secrets,
    marks,
    platform: createNodePlatform({ ...process.env, ...options.environment }),
    newId,
    random: options.random ?? (() => 0.5),
    render,
    evaluate,
    evaluateWith: (expression, names) => sandbox.evaluate(expression, names),
    findAction: (type) => tests.get(type)?.definition ?? (isActionType(type) ? actionDefinitions[type] : undefined),
    loadExecutor: async (type) => tests.get(type)?.executor ?? wrap(await loadExecutor(type)),
    events: createEventHub(store),
    models: options.models ?? scriptedModels({ store, clock, secrets, newId }, options.environment?.[LOCAL_BASE_URL_VARIABLE]) ?? noModels,
    spawn: spawnDirectly,
    wrote: () => {},
  };
  const engine = createEngine({
    parts,
    maxRuns: options.maxRuns ?? 8,
    scope: options.scope ?? 'all',
    setWorkflowEnabled: async (workflow, enabled) => ({ workflow, enabled }),
    prepareContinuation: (run, from) => prepareContinuation(parts, run, from),
    onFault,
  });
  if (options.idle !== true) await engine.start();
  const definitions = Object.fromEntries([...tests].map(([type, { definition }]) => [type, definition]));
  const known = { ...catalogue, actions: { ...catalogue.actions, ...definitions } };

  async function save(text: string): Promise<Saved> {
    const named = /^(name:|\{)/m.test(text) ? text : `name: Test\n${text}`;
    const document = requireWorkflow(named, { catalogue: known });
    return store.write(() =>
      store.workflows.save({
        id: newId(),
        document,
        source: named,
        path: '',
        workingDirectory: folder,
        imported: true,
        at: clock.now(),
      }),
    );
  }
  async function admit(source: string | Saved, more: Partial<Admission> = {}): Promise<AdmissionOutcome> {
    const { workflow, version } = typeof source === 'string' ? await save(source) : source;
    const resolved = resolveInputs(version.document, more.inputs ?? {});
    if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
    const admission = { workflow, version, triggerData: {}, triggeredBy: 'manual', workingDirectory: folder, ...more };
    return engine.admit({ ...admission, inputs: sealInputs(parts, version.document, resolved.inputs, 'person') });
  }
  async function start(source: string | Saved, more: Partial<Admission> = {}): Promise<RunRow> {
    const outcome = await admit(source, more);
    if (outcome.verdict !== 'started') throw new Error(`The run was ${outcome.verdict}`);
    return outcome.run;
  }
  const view = (run: RunRow | string): RunView => {
    const row = store.runs.byId(typeof run === 'string' ? run : run.id);
    if (row === undefined) throw new Error('There is no such run');
    return runView(store, row);
  };
  const events = (run: RunRow): RunEvent[] => store.events.after(run.key, 0).map((row) => row.event);
  const ended = async (run: RunRow): Promise<RunView> => {
    const row = await engine.whenEnded(run.id);
    const differences = compareWithEvents(store, row);
    if (differences.length > 0) throw new Error(`The rows of the run are not what its events say: ${differences.join('; ')}`);
    return view(row);
  };
  function happened(run: RunRow, matches: (event: RunEvent) => boolean): Promise<RunEvent> {
    const before = events(run).find(matches);
    if (before !== undefined) return Promise.resolve(before);
    return new Promise((resolve) => {
      const stop = engine.listen(({ runId, event }) => {
        if (runId !== run.id || !matches(event)) return;
        stop();
        resolve(event);
      });
    });
  }
  function kill(): void {
    if (state !== 'open') return;
    state = 'killed';
    sandbox.close();
    logs.closeAll();
    store.close();
  }
  async function close(): Promise<void> {
    if (state !== 'open') return;
    const closing = engine.close(0);
    await clock.advance(0);
    await closing;
    state = 'closed';
    sandbox.close();
    logs.closeAll();
    store.close();
  }

  return {
    engine,
    store,
    parts,
    secrets,
    clock,
    folder,
    faults,
    save,
    admit,
    start,
    run: async (source, more) => ended(await start(source, more)),
    view,
    ended,
    happened,
    events,
    close,
    kill,
    async dispose() {
      kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The real caller, for a test whose environment names a server that answers as models do. */
function scriptedModels(
  parts: Pick<EngineParts, 'store' | 'clock' | 'newId'> & { readonly secrets: Secrets },
  baseUrl: string | undefined,
): ModelCaller | undefined {
  if (baseUrl === undefined) return undefined;
  const { store, clock, secrets } = parts;
  return createModelCaller({
    ...parts,
    providers: createProviders({ ...parts, environment: { [LOCAL_BASE_URL_VARIABLE]: baseUrl } }),
    ledger: createModelLedger({ store, now: () => clock.now() }),
    masks: secrets.masks,
    checkSchema: async (value, schema) => checkAgainstSchema(value, schema),
    random: () => 1 - Number.EPSILON,
    workflowOf: () => undefined,
  });
}

const noModels: ModelCaller = {
  call: () => Promise.reject(new ActionError('AI_NO_PROVIDER', 'This test has no models')),
};

const anything = z.record(z.string(), z.json());

function testActions({ behave, probe }: HarnessOptions): Map<string, { definition: ActionDefinition; executor: Executor }> {
  const effects: readonly EffectClass[] = ['pure', 'keyed', 'once', 'internal'];
  return new Map(
    effects.map((effect) => {
      const definition: ActionDefinition = {
        type: `test.${effect}`,
        title: effect,
        summary: `Has an effect of class ${effect}`,
        parameters: anything,
        output: z.json(),
        effect,
        example: {},
      };
      const executor: Executor = {
        plan: () => 'Would do nothing',
        run: async (parameters, context) => {
          const values = anything.parse(parameters);
          return behave === undefined ? values : behave(values, context);
        },
        ...(probe === undefined ? {} : { probe: async (parameters, context) => probe(anything.parse(parameters), context) }),
      };
      return [definition.type, { definition, executor }];
    }),
  );
}

/** A promise to be settled from outside. */
export function gate<T = void>(): { readonly opened: Promise<T>; open(value: T): void } {
  let open: (value: T) => void = () => {};
  const opened = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Waits until the attempt is told to stop, and ends as an executor does that was stopped. */
export function untilStopped(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
