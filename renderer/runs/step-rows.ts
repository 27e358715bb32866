import { callStepOf } from '../../shared/agents/call-step.ts';
import type { RunPicture, StepPicture } from '../../shared/run/run-picture.ts';
import type { RunStatus, StepStatus } from '../../shared/run/status.ts';
import { placeOf } from '../../shared/run/step-place.ts';
import type { ListPlan, Plan, StepPlan } from '../../shared/workflow/plan.ts';

/** What a row shows: of a step, or of all that lies in it. */
export type RowPicture = Omit<StepPicture, 'state'> & { readonly state: StepStatus | RunStatus };

/** A row of the timeline: the run, a step, an iteration of a loop, or a branch of a parallel step. */
export interface StepRow {
  readonly key: string;
  /** Of the run empty, of a step its path, of an iteration `each[3]`, of a branch `both/left`. */
  readonly path: string;
  readonly kind: 'run' | 'step' | 'iteration' | 'branch';
  readonly name: string;
  readonly depth: number;
  /** Undefined for what has nothing in it. */
  readonly open: boolean | undefined;
  readonly plan: StepPlan | undefined;
  /** What is directly in an iteration or branch. */
  readonly inside: ListPlan | undefined;
}

/** Loops begin closed: they may have thousands of iterations. Everything else begins open. */
export function isOpen(opened: ReadonlyMap<string, boolean>, path: string, isLoop: boolean): boolean {
  return opened.get(path) ?? !isLoop;
}

/**
 * All rows, in the order of the document: those of steps that have not begun are there from the start, so that a live run grows in place.
 */
export function stepRows(plan: Plan, picture: Pick<RunPicture, 'steps'>, opened: ReadonlyMap<string, boolean>): StepRow[] {
  const rows: StepRow[] = [{ key: '', path: '', kind: 'run', name: 'Run', depth: 0, open: undefined, plan: undefined, inside: undefined }];

  function addList(list: ListPlan, prefix: string, depth: number, suffix = ''): void {
    for (const step of list.steps) addStep(step, prefix + step.id, depth, suffix);
  }

  function addStep(plan: StepPlan, path: string, depth: number, suffix: string): void {
    const isLoop = plan.body !== undefined;
    const isParallel = plan.branches.size > 0;
    const rounds = picture.steps.get(path)?.inner?.rounds ?? [];
    const isAgent = rounds.some((calls) => calls.length > 0);
    const open = isLoop || isParallel || isAgent ? isOpen(opened, path, isLoop) : undefined;
    rows.push({ key: path, path, kind: 'step', name: plan.name + suffix, depth, open, plan, inside: undefined });
    if (open !== true) return;
    if (plan.body !== undefined) addIterations(plan.body, picture.steps.get(path), path, depth + 1);
    addRounds(rounds, path, depth + 1);
    for (const [name, list] of plan.branches) {
      const inner = `${path}/${name}`;
      const branchOpen = isOpen(opened, inner, false);
      rows.push({ key: inner, path: inner, kind: 'branch', name, depth: depth + 1, open: branchOpen, plan: undefined, inside: list });
      if (branchOpen) addList(list, `${inner}/`, depth + 2);
    }
  }

  /** What an agent's model called for; one that it handed work to has calls of its own. */
  function addRounds(rounds: readonly (readonly string[])[], agent: string, depth: number): void {
    for (const [index, calls] of rounds.entries()) {
      for (const id of calls) {
        const path = `${agent}[${index}]/${id}`;
        const inner = picture.steps.get(path)?.inner?.rounds ?? [];
        const open = inner.some((one) => one.length > 0) ? isOpen(opened, path, false) : undefined;
        const name = `${index + 1} · ${callName(id)}`;
        rows.push({ key: path, path, kind: 'step', name, depth, open, plan: undefined, inside: undefined });
        if (open === true) addRounds(inner, path, depth + 1);
      }
    }
  }

  function addIterations(body: ListPlan, loop: StepPicture | undefined, path: string, depth: number): void {
    const [only] = body.steps;
    const begun = loop?.inner?.begun ?? 0;
    for (let index = 0; index < begun; index++) {
      const inner = `${path}[${index}]`;
      // One step in it needs no row above it.
      if (body.steps.length === 1 && only !== undefined) {
        addStep(only, `${inner}/${only.id}`, depth, ` ${index + 1}`);
        continue;
      }
      const open = isOpen(opened, inner, true);
      rows.push({ key: inner, path: inner, kind: 'iteration', name: `Iteration ${index + 1}`, depth, open, plan: undefined, inside: body });
      if (open) addList(body, `${inner}/`, depth + 1);
    }
  }

  addList(plan.main, '', 0);
  if (plan.finally !== undefined) addList(plan.finally, '', 0);
  return rows;
}

/** `file.read`, `writer`, `ask a person`. */
export function callName(id: string): string {
  const call = callStepOf(id);
  return call === undefined ? id : call.name.replace(/^tool\./, '');
}

/** What must be open for the row of `path` to be seen. */
export function openedFor(path: string): string[] {
  const above: string[] = [];
  for (let place = placeOf(path); place !== undefined; place = placeOf(place.container)) {
    above.push(place.container);
    above.push(place.branch === undefined ? `${place.container}[${place.iteration}]` : `${place.container}/${place.branch}`);
  }
  return above;
}

/** How the steps of an iteration or branch stand together: the worst of them, and from when to when. */
export function summarise(row: StepRow, picture: Pick<RunPicture, 'steps'>): RowPicture | undefined {
  const steps = (row.inside?.steps ?? []).flatMap(({ id }) => picture.steps.get(`${row.path}/${id}`) ?? []);
  const [first] = steps;
  if (first === undefined) return undefined;
  const state = order.find((one) => steps.some((step) => step.state === one)) ?? 'succeeded';
  const isOver = steps.every((step) => step.endedAt !== undefined || step.state === 'skipped');
  const begins = steps.flatMap(({ startedAt }) => startedAt ?? []);
  const startedAt = begins.length === 0 ? undefined : Math.min(...begins);
  const endedAt = isOver ? Math.max(...steps.map((step) => step.endedAt ?? 0)) : undefined;
  return { ...first, path: row.path, state, startedAt, endedAt, attempts: 0, spans: [], error: undefined, reason: undefined };
}

const order = ['failed', 'timed_out', 'unknown', 'running', 'waiting', 'ready', 'cancelled', 'succeeded', 'skipped'] as const;
