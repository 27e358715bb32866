import type { LiveRun } from '../live-run.ts';
import type { StepState } from '../walk/walk-state.ts';

/**
 * The variables that the workflow and the step declare: a value, or a name without one, which passes the machine's own variable on.
 * Names that the machine does not have are left out. Secrets stand in it as marks, which `takeEnvironment` takes out.
 */
export async function renderEnvironment(live: LiveRun, step: StepState | undefined): Promise<Readonly<Record<string, string>>> {
  const ofAll = live.plan.document.settings?.environment;
  const own = step?.plan.step.environment;
  if (ofAll === undefined && own === undefined) return NONE;
  const declared = { ...ofAll, ...own };
  const rendered: Record<string, string> = {};
  for (const [name, value] of Object.entries(declared)) {
    // What opens the secrets themselves is no step's business.
    if (name === 'PAWL_SECRET_KEY') continue;
    if (value === null) {
      const passedOn = live.parts.platform.environment[name];
      if (passedOn !== undefined) rendered[name] = passedOn;
    } else if (step === undefined || !value.includes('{{')) rendered[name] = value;
    else {
      const result = await live.parts.render(value, live.scopeOf(step, rendered, {}, 'marks'));
      const text = typeof result === 'string' ? result : JSON.stringify(result);
      // What a model runs could send it anywhere.
      if (!step.plan.isCall || !live.parts.marks.isIn(text)) rendered[name] = text;
    }
  }
  return rendered;
}

const NONE = Object.freeze({});

/** As it may be rendered into what is stored. */
export function showEnvironment({ parts: { marks } }: LiveRun, env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (!Object.values(env).some(marks.isIn)) return env;
  return marks.show(env).value as Record<string, string>;
}
