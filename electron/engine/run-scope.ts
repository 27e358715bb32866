import type { Clock } from '../../shared/lib/clock.ts';
import type { Json } from '../../shared/lib/json.ts';
import { localDate } from '../../shared/lib/local-date.ts';
import { isSecretInput } from '../../shared/secrets/secret-input.ts';
import type { ListPlan, Plan } from '../../shared/workflow/plan.ts';
import type { RunRow } from '../store/runs-table.ts';
import type { Store } from '../store/store.ts';
import type { Outputs } from './outputs.ts';
import type { SecretMarks } from './secrets/marks.ts';
import { refusedHere, refusedSecrets, secretsRoot } from './secrets/secret-scope.ts';
import type { SecretSource } from './secrets/secret-source.ts';
import type { RunState, ScopeState } from './walk/walk-state.ts';

/** The names an expression can use; values are looked up only when they are asked for. */
export type Scope = Readonly<Record<string, unknown>>;

export interface ScopeSource {
  readonly row: RunRow;
  readonly plan: Plan;
  readonly state: RunState;
  readonly outputs: Outputs;
  readonly parts: {
    readonly secrets: Pick<SecretSource, 'names'>;
    readonly marks: SecretMarks;
    readonly store: Pick<Store, 'memory' | 'flush'>;
    readonly clock: Pick<Clock, 'now'>;
  };
  /** 1, and one more for each retry of the run. */
  readonly runAttempt: number;
  /** What was said of a step that has yet to run, by path: the comment of whoever has pushed the run before back. */
  readonly feedback: ReadonlyMap<string, Json>;
  /** The item of one iteration of the loop at `path`. */
  itemOf(path: string, index: number): Json | undefined;
  stepFacts(path: string): { status: string; attempts: number; durationMs: number | null; error: Json } | undefined;
}

/** `marks`: secrets may be named, and stand in the scope as marks. */
export type SecretsInScope = 'marks' | 'refused';

/** One list that can be seen from a place in the run, with the prefix of its steps' paths. Innermost first. */
export interface VisibleList {
  readonly list: ListPlan;
  readonly prefix: string;
  readonly loop?: { readonly path: string; readonly index: number };
}

export function visibleFrom(plan: Plan, scope: ScopeState | undefined): readonly VisibleList[] {
  const known = scope === undefined ? undefined : visibleLists.get(scope);
  if (known !== undefined) return known;
  const visible: VisibleList[] = [];
  for (let at = scope; at !== undefined; at = at.owner?.scope) {
    const loop = at.owner === undefined || at.index === undefined ? undefined : { path: at.owner.path, index: at.index };
    visible.push({ list: at.list, prefix: at.prefix, ...(loop === undefined ? {} : { loop }) });
  }
  if (visible.at(-1)?.list !== plan.main) visible.push({ list: plan.main, prefix: '' });
  if (scope !== undefined) visibleLists.set(scope, visible);
  return visible;
}

/** What a place sees never changes, and each of its steps asks. */
const visibleLists = new WeakMap<ScopeState, readonly VisibleList[]>();

/** `env` holds what the workflow declares. `index` stands in for the loop's own where a loop is being decided from outside. */
export function createScope(
  source: ScopeSource,
  visible: readonly VisibleList[],
  env: Readonly<Record<string, string>>,
  more: Readonly<Record<string, Json>> = {},
  secrets: SecretsInScope = 'refused',
): Scope {
  const { row, plan, state } = source;
  const { marks } = source.parts;
  const loop = visible.find((one) => one.loop !== undefined)?.loop;

  function pathOf(id: string): string | undefined {
    const step = plan.byId.get(id);
    const home = step === undefined ? undefined : visible.find((one) => one.list === step.list);
    return home === undefined ? undefined : home.prefix + id;
  }
  function visibleIds(): string[] {
    return visible.flatMap((one) => one.list.steps.map((step) => step.id));
  }
  function viewOf(id: string): unknown {
    const path = pathOf(id);
    const facts = path === undefined ? undefined : source.stepFacts(path);
    if (path === undefined) return undefined;
    if (facts === undefined) return source.feedback.has(path) ? { status: 'pending', output: source.feedback.get(path) } : undefined;
    const output = source.outputs.get(path);
    return output === undefined ? facts : { ...facts, output };
  }
  function outputOf(id: string): Json | undefined {
    const path = pathOf(id);
    return path === undefined ? undefined : (source.outputs.get(path) ?? source.feedback.get(path));
  }

  function variable(name: string): unknown {
    const value = state.variables.get(name);
    // By identity: data that only looks like the input names no secret.
    if (!isSecretInput(value) || value !== row.inputs[name] || !isSecretVariable(plan, name)) return value;
    if (secrets === 'refused') throw refusedHere(`vars.${name}`);
    return marks.of(value);
  }

  function look(name: string): unknown {
    if (loop !== undefined && name === 'item') return source.itemOf(loop.path, loop.index);
    if (loop !== undefined && name === 'index') return loop.index;
    if (Object.hasOwn(more, name)) return more[name];
    switch (name) {
      case 'trigger':
        return row.triggerData;
      case 'steps':
        return lazyRecord(viewOf, visibleIds);
      case 'vars':
        return lazyRecord(variable, () => [...state.variables.keys()]);
      case 'env':
        return env;
      case 'secrets':
        return secrets === 'refused' ? refusedSecrets : secretsRoot(source.parts.secrets, marks);
      case 'memory':
        return memoryRoot(source.parts);
      case 'run':
        return {
          id: row.id,
          workflow: plan.document.name,
          startedAt: new Date(row.startedAt ?? row.queuedAt).toISOString(),
          date: localDate(row.startedAt ?? row.queuedAt),
          attempt: source.runAttempt,
        };
      default:
        return variable(name) ?? outputOf(name);
    }
  }
  function names(): string[] {
    const ofLoop = loop === undefined ? [] : ['item', 'index'];
    return [...ROOTS, ...Object.keys(more), ...ofLoop, ...state.variables.keys(), ...visibleIds()];
  }

  return lazyRecord(look, names);
}

const ROOTS = ['trigger', 'steps', 'vars', 'env', 'secrets', 'memory', 'run'];

/** `memory.<agent>.<key>`: only what is named is read. */
function memoryRoot({ store, clock }: ScopeSource['parts']): Scope {
  // The walk is ahead of the disk: what the step before has remembered is to be there.
  store.flush();
  const memory = store.memory.readerAt(clock.now());
  return lazyRecord(
    (agent) =>
      lazyRecord(
        (key) => memory.get(agent, key)?.value,
        () => [...memory.keys(agent)],
      ),
    () => store.memory.owners(clock.now()).map(({ agent }) => agent),
  );
}

function isSecretVariable(plan: Plan, name: string): boolean {
  return plan.document.variables?.some((one) => one.name === name && one.type === 'secret') ?? false;
}

/** A record whose properties are made when they are first asked for, and kept: a run of ten thousand steps has that many names. */
function lazyRecord(make: (name: string) => unknown, names: () => string[]): Scope {
  // A proxy is what its handler makes of it.
  return new Proxy<LazyRecord>({ make, names, made: undefined }, asRecord) as unknown as Scope;
}

interface LazyRecord {
  make(name: string): unknown;
  names(): string[];
  made: Map<string, unknown> | undefined;
}

/** The same for all of them: most steps have a scope and ask it for nothing. */
const asRecord: ProxyHandler<LazyRecord> = {
  get: valueIn,
  has: (record, name) => valueIn(record, name) !== undefined,
  ownKeys: (record) => [...new Set(record.names())],
  getOwnPropertyDescriptor(record, name) {
    const value = valueIn(record, name);
    return value === undefined ? undefined : { value, enumerable: true, configurable: true, writable: false };
  },
  set: () => false,
  defineProperty: () => false,
};

function valueIn(record: LazyRecord, name: string | symbol): unknown {
  if (typeof name === 'symbol') return undefined;
  record.made ??= new Map();
  if (!record.made.has(name)) record.made.set(name, record.make(name));
  return record.made.get(name);
}
