import type { LiveRun } from '../live-run.ts';
import type { StepState } from '../walk/walk-state.ts';

/**
 * The variables that the workflow and the step declare: a value, or a name without one, which passes the machine's own variable on.
 * Names that the machine does not have are left out.
 */
export async function renderEnvironment(live: LiveRun, step: StepState | undefined): Promise<Record<string, string>> {
  const declared = { ...live.plan.document.settings?.environment, ...step?.plan.step.environment };
  const rendered: Record<string, string> = {};
  for (const [name, value] of Object.entries(declared)) {
    if (value === null) {
      const own = live.parts.platform.environment[name];
      if (own !== undefined) rendered[name] = own;
    } else if (step === undefined || !value.includes('{{')) rendered[name] = value;
    else {
      const result = await live.parts.render(value, live.scopeOf(step, rendered));
      rendered[name] = typeof result === 'string' ? result : JSON.stringify(result);
    }
  }
  return rendered;
}
