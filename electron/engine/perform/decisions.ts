import type { StepOf } from '../../../shared/workflow/schema.ts';
import type { Perform } from '../live-run.ts';
import { recordSuccess } from './settle.ts';

export const performIf: Perform = async (live, step, attempt) => {
  const { if: expression } = step.plan.step as StepOf<'if'>;
  const value = await live.parts.evaluate(expression, live.scopeOf(step));
  const result = Boolean(value);
  await recordSuccess(live, step, attempt, { output: { result }, branch: String(result) });
};

export const performSwitch: Perform = async (live, step, attempt) => {
  const { switch: expression, cases } = step.plan.step as StepOf<'switch'>;
  const value = (await live.parts.evaluate(expression, live.scopeOf(step))) ?? null;
  const chosen = cases.map(String).find((one) => one === (typeof value === 'string' ? value : JSON.stringify(value))) ?? 'default';
  await recordSuccess(live, step, attempt, { output: { value, case: chosen }, branch: chosen });
};
