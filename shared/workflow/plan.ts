import { parseDuration } from '../lib/duration.ts';
import { type EdgeCondition, idOf, resolveNeeds } from './edges.ts';
import { kindOf, type RetryDocument, retrySchema, type StepDocument, type StepKind, type WorkflowDocument } from './schema.ts';

/** What the engine walks: a valid document with every default filled in and every edge resolved. Built once for each version. */
export interface Plan {
  readonly document: WorkflowDocument;
  readonly main: ListPlan;
  readonly finally: ListPlan | undefined;
  readonly byId: ReadonlyMap<string, StepPlan>;
  readonly parallelism: number;
  readonly continueOnError: boolean;
  readonly timeoutMs: number | undefined;
}

/** The steps of one list: the document's, a loop's body, a branch. Each time it runs it is a scope of its own. */
export interface ListPlan {
  readonly owner: StepPlan | undefined;
  readonly steps: readonly StepPlan[];
}

export interface StepPlan {
  readonly id: string;
  readonly name: string;
  readonly kind: StepKind;
  readonly step: StepDocument;
  readonly list: ListPlan;
  readonly edges: readonly EdgePlan[];
  readonly dependents: readonly { readonly step: StepPlan; readonly edge: number }[];
  readonly join: 'all' | 'any';
  readonly optional: boolean;
  /** Made of a model's call: what it is given is data that stands with the model's answer, and nothing in it is rendered. */
  readonly isCall: boolean;
  readonly timeoutMs: number | undefined;
  readonly retry: RetryPlan;
  /** A loop's one body. */
  readonly body: ListPlan | undefined;
  readonly branches: ReadonlyMap<string, ListPlan>;
  /** Loop iterations at once. */
  readonly concurrency: number;
  readonly maxIterations: number;
}

export interface EdgePlan {
  readonly from: string;
  readonly on: EdgeCondition;
}

export interface RetryPlan {
  readonly maxRetries: number;
  readonly delayMs: number;
  readonly backoff: number;
  readonly maxDelayMs: number;
  readonly jitter: number;
  readonly on: readonly string[] | undefined;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
interface ListBuilding {
  owner: StepPlan | undefined;
  steps: StepPlan[];
}

/** `until` keeps only that step and what it waits for; where it stands inside a loop or branch, also what holds it, up to it. The document must have come through `loadWorkflow`. */
export function compilePlan(document: WorkflowDocument, options: { readonly until?: string } = {}): Plan {
  const byId = new Map<string, StepPlan>();
  const settings = document.settings;
  const defaultRetry = settings?.retry;

  const compileList = (steps: readonly StepDocument[], owner: StepPlan | undefined): ListPlan => {
    const list: ListBuilding = { owner, steps: [] };
    const dependents = new Map<string, { step: StepPlan; edge: number }[]>();
    const edges = new Map<string, EdgePlan[]>();
    for (const step of steps) {
      dependents.set(idOf(step), []);
      edges.set(idOf(step), []);
    }
    for (const step of steps) {
      const plan = compileStep(step, list, edges.get(idOf(step)) ?? [], dependents.get(idOf(step)) ?? []);
      byId.set(plan.id, plan);
      list.steps.push(plan);
    }
    for (const { from, to, on } of resolveNeeds(steps)) {
      const into = edges.get(to);
      const target = byId.get(to);
      if (into === undefined || target === undefined) continue;
      dependents.get(from)?.push({ step: target, edge: into.length });
      into.push({ from, on });
    }
    return list;
  };

  const compileStep = (
    step: StepDocument,
    list: ListPlan,
    edges: readonly EdgePlan[],
    dependents: readonly { step: StepPlan; edge: number }[],
  ): StepPlan => {
    const kind = kindOf(step);
    if (kind === undefined) throw new Error(`Step ${step.id} without one kind has got past loadWorkflow`);
    const branches = new Map<string, ListPlan>();
    const plan: Mutable<StepPlan> = {
      id: idOf(step),
      name: step.name ?? idOf(step),
      kind,
      step,
      list,
      edges,
      dependents,
      join: step.join ?? 'all',
      optional: step.optional ?? false,
      isCall: false,
      timeoutMs: milliseconds(step.timeout),
      retry: retryPlan(isContainer(kind) ? undefined : (step.retry ?? (retriedByDefault(kind) ? defaultRetry : undefined))),
      body: undefined,
      branches,
      concurrency: 'concurrency' in step ? (step.concurrency ?? 1) : 1,
      maxIterations: 'maxIterations' in step ? (step.maxIterations ?? 1000) : 1000,
    };
    if ('steps' in step) plan.body = compileList(step.steps, plan);
    if ('parallel' in step) for (const [name, steps] of Object.entries(step.parallel)) branches.set(name, compileList(steps, plan));
    return plan;
  };

  const steps = options.until === undefined ? document.steps : upTo(document.steps, options.until);
  return {
    document,
    main: compileList(steps, undefined),
    finally: document.finally === undefined || document.finally.length === 0 ? undefined : compileList(document.finally, undefined),
    byId,
    parallelism: settings?.parallelism ?? 4,
    continueOnError: settings?.continueOnError ?? false,
    timeoutMs: milliseconds(settings?.timeout),
  };
}

/** Containers start over only by hand: a repeat of theirs would run steps again that have succeeded. */
export function isContainer(kind: StepKind): boolean {
  return kind === 'forEach' || kind === 'while' || kind === 'times' || kind === 'parallel';
}

function retriedByDefault(kind: StepKind): boolean {
  return kind === 'action' || kind === 'agent' || kind === 'workflow';
}

function retryPlan(retry: RetryDocument | undefined): RetryPlan {
  const { maxRetries, delay, backoff, maxDelay, jitter, on } = retry ?? retrySchema.parse({});
  const delayMs = milliseconds(delay) ?? 0;
  // The limit has a default, which must not cut a delay that somebody has written.
  return { maxRetries, delayMs, backoff, maxDelayMs: Math.max(delayMs, milliseconds(maxDelay) ?? 0), jitter, on };
}

function milliseconds(duration: string | number | undefined): number | undefined {
  return duration === undefined ? undefined : parseDuration(duration);
}

function upTo(steps: readonly StepDocument[], until: string): readonly StepDocument[] {
  const last = steps.find((step) => holds(step, until));
  const edgesInto = Map.groupBy(resolveNeeds(steps), (edge) => edge.to);
  const keep = new Set<string>();
  const open = [last === undefined ? until : idOf(last)];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (keep.has(id)) continue;
    keep.add(id);
    open.push(...(edgesInto.get(id) ?? []).map((edge) => edge.from));
  }
  // The step above may be gone, so what it meant is written out.
  return steps
    .filter((step) => keep.has(idOf(step)))
    .map((step) => ({
      ...(step === last ? insideUpTo(step, until) : step),
      needs: (edgesInto.get(idOf(step)) ?? []).map((edge) => ({ step: edge.from, on: writtenCondition(edge.on) })),
    }));
}

/** Whether the step is the one, or holds it. */
function holds(step: StepDocument, id: string): boolean {
  return step.id === id || listsOf(step).some((list) => list.some((inner) => holds(inner, id)));
}

function listsOf(step: StepDocument): readonly (readonly StepDocument[])[] {
  if ('steps' in step) return [step.steps];
  return 'parallel' in step ? Object.values(step.parallel) : [];
}

function insideUpTo(step: StepDocument, until: string): StepDocument {
  if (step.id === until) return step;
  if ('steps' in step) return { ...step, steps: [...upTo(step.steps, until)] };
  if (!('parallel' in step)) return step;
  const branch = Object.entries(step.parallel).find(([, steps]) => steps.some((inner) => holds(inner, until)));
  return branch === undefined ? step : { ...step, parallel: { [branch[0]]: [...upTo(branch[1], until)] } };
}

function writtenCondition(on: EdgeCondition): string | { expression: string } {
  if (on.type === 'expression') return { expression: on.expression };
  return on.type === 'branch' ? on.value : on.type;
}
