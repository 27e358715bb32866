import { ActionError, toStepError } from '../../../shared/lib/action-error.ts';
import type { Json } from '../../../shared/lib/json.ts';
import type { StepPlan } from '../../../shared/workflow/plan.ts';
import type { StepOf } from '../../../shared/workflow/schema.ts';
import type { LiveRun, Perform } from '../live-run.ts';
import { createScope, visibleFrom } from '../run-scope.ts';
import type { StepState } from '../walk/walk-state.ts';
import { recordStart } from './begin.ts';
import { resolveValue } from './resolve-value.ts';
import { recordError } from './settle.ts';

export const performForEach: Perform = async (live, step, attempt) => {
  const { forEach } = step.plan.step as StepOf<'forEach'>;
  const scope = live.scopeOf(step);
  const isExpression = typeof forEach === 'string' && !forEach.includes('{{');
  const items = isExpression ? await live.parts.evaluate(forEach, scope) : await live.parts.render(forEach, scope);
  if (!Array.isArray(items)) {
    throw new ActionError(
      'NOT_A_LIST',
      `${step.plan.name} goes through ${String(forEach)}, which gives ${kindOfValue(items)}, not a list`,
      {
        hint: 'Give an expression whose value is a list.',
      },
    );
  }
  await expand(live, step, attempt, items as readonly Json[]);
};

export const performTimes: Perform = async (live, step, attempt) => {
  const { times } = step.plan.step as StepOf<'times'>;
  const value = typeof times === 'number' ? times : await resolveValue(live, step, times);
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    throw new ActionError('NOT_A_COUNT', `${step.plan.name} repeats ${String(times)} times, which gives ${kindOfValue(value)}`, {
      hint: 'Give a whole number from 0 on.',
    });
  }
  checkLimit(step, value);
  await expand(
    live,
    step,
    attempt,
    Array.from({ length: value }, (_, index) => index),
  );
};

/** The reducer asks the condition itself, before each iteration; and opens the branches of a parallel step. */
export const performContainer: Perform = async (live, step, attempt) => {
  await recordStart(live, step, attempt, { effect: 'internal', input: null });
};

/** Answers the walk's `checkLoop`: does the while go on? Its body's last results can be used in the condition. */
export async function checkLoop(live: LiveRun, step: StepState, index: number): Promise<void> {
  const { while: expression } = step.plan.step as StepOf<'while'>;
  const { body } = step.plan;
  try {
    // The iteration before has ended: its results can be used. Before the first there are none.
    if (index > 0) await whenWritten(live);
    const before = body === undefined ? [] : [{ list: body, prefix: `${step.path}[${index - 1}]/`, loop: { path: step.path, index } }];
    const scope = createScope(live, [...before, ...visibleFrom(live.plan, step.scope)], {});
    const holds = Boolean(await live.parts.evaluate(expression, scope));
    if (holds) checkLimit(step, index + 1);
    await live.record({ type: 'loop.checked', path: step.path, index, holds });
  } catch (thrown) {
    await recordError(live, step, step.attempt, toStepError(thrown));
  }
}

async function expand(live: LiveRun, step: StepState, attempt: number, items: readonly Json[]): Promise<void> {
  checkLimit(step, items.length);
  live.keepItems(step.path, items);
  void recordStart(live, step, attempt, { effect: 'internal', input: { items } });
  await live.record({ type: 'loop.expanded', path: step.path, count: items.length });
}

function checkLimit(step: StepState, count: number): void {
  const { maxIterations, name } = step.plan;
  if (count <= maxIterations) return;
  throw new ActionError('LOOP_LIMIT', `${name} would run its steps ${count} times; its limit is ${maxIterations}`, {
    hint: 'Raise maxIterations if that is meant.',
    details: { count, maxIterations },
  });
}

/** What a loop gives: what each iteration collects, in order. */
export async function collectItems(live: LiveRun, step: StepState, count: number): Promise<Json[]> {
  const collect = 'collect' in step.plan.step ? step.plan.step.collect : undefined;
  const { body } = step.plan;
  const items: Json[] = [];
  if (body === undefined) return items;
  if (collect !== undefined) await whenWritten(live);
  for (let index = 0; index < count; index++) {
    const prefix = `${step.path}[${index}]/`;
    if (collect === undefined) items.push(lastOutput(live, body.steps, prefix));
    else {
      const here = { list: body, prefix, loop: { path: step.path, index } };
      items.push((await live.parts.evaluate(collect, createScope(live, [here, ...visibleFrom(live.plan, step.scope)], {}))) ?? null);
    }
  }
  return items;
}

/** What is known of steps that the walk has let go is read from the disk, which the last of them may not have reached. */
async function whenWritten(live: LiveRun): Promise<void> {
  await live.parts.store.write(() => undefined);
}

/** The output of the last step, in the order they are written, that has one. */
export function lastOutput(live: LiveRun, steps: readonly StepPlan[], prefix: string): Json {
  for (const step of steps.toReversed()) {
    const output = live.outputs.get(prefix + step.id);
    if (output !== undefined) return output;
  }
  return null;
}

function kindOfValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
