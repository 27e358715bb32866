import type { RunPicture, StepPicture } from '../../shared/run/run-picture.ts';
import type { ListPlan, Plan, StepPlan } from '../../shared/workflow/plan.ts';

/**
 * The steps that made the run take as long as it did: from the last that ended back through whatever each waited for longest, and into the
 * loops and branches on the way. Making any other step faster would not have ended the run sooner.
 */
export function criticalPath(plan: Plan, picture: Pick<RunPicture, 'steps'>): ReadonlySet<string> {
  const found = new Set<string>();

  function followList(list: ListPlan, prefix: string): void {
    let at = latest(list.steps.map((step) => ({ step, picture: picture.steps.get(prefix + step.id) })));
    while (at !== undefined) {
      const { step, picture: own } = at;
      if (found.has(own.path)) return;
      found.add(own.path);
      followInside(step, own);
      at = latest(step.edges.map(({ from }) => inList(list, from, prefix)));
    }
  }

  function inList(list: ListPlan, id: string, prefix: string) {
    const step = list.steps.find((one) => one.id === id);
    return step === undefined ? undefined : { step, picture: picture.steps.get(prefix + id) };
  }

  function followInside(step: StepPlan, own: StepPicture): void {
    for (const [name, list] of latestBranch(step, own)) followList(list, `${own.path}/${name}/`);
    if (step.body === undefined) return;
    // Iterations follow each other where they may not run at once: each waited for the one that ended last before it began.
    let before = Number.POSITIVE_INFINITY;
    for (let index = (own.inner?.begun ?? 0) - 1; index >= 0; index--) {
      const prefix = `${own.path}[${index}]/`;
      const { from, to } = extent(step.body, prefix);
      if (from === undefined || to === undefined || to > before + slackMs) continue;
      followList(step.body, prefix);
      before = from;
    }
  }

  function latestBranch(step: StepPlan, own: StepPicture): (readonly [string, ListPlan])[] {
    const branches = [...step.branches].map(([name, list]) => ({ name, list, to: extent(list, `${own.path}/${name}/`).to ?? 0 }));
    const last = branches.reduce<(typeof branches)[number] | undefined>((a, b) => (a === undefined || b.to > a.to ? b : a), undefined);
    return last === undefined ? [] : [[last.name, last.list]];
  }

  function extent(list: ListPlan, prefix: string): { from: number | undefined; to: number | undefined } {
    let from: number | undefined;
    let to: number | undefined;
    for (const { id } of list.steps) {
      const step = picture.steps.get(prefix + id);
      if (step?.startedAt !== undefined) from = Math.min(from ?? step.startedAt, step.startedAt);
      if (step?.endedAt !== undefined) to = Math.max(to ?? step.endedAt, step.endedAt);
    }
    return { from, to };
  }

  if (plan.finally !== undefined) followList(plan.finally, '');
  followList(plan.main, '');
  return found;
}

/** Times are whole milliseconds, and an event is recorded a little after what it waited for. */
const slackMs = 1;

function latest(
  candidates: readonly ({ readonly step: StepPlan; readonly picture: StepPicture | undefined } | undefined)[],
): { step: StepPlan; picture: StepPicture } | undefined {
  let best: { step: StepPlan; picture: StepPicture } | undefined;
  for (const candidate of candidates) {
    if (candidate?.picture?.endedAt === undefined || candidate.picture.startedAt === undefined) continue;
    if (best === undefined || candidate.picture.endedAt >= (best.picture.endedAt ?? 0)) {
      best = { step: candidate.step, picture: candidate.picture };
    }
  }
  return best;
}

/** When a step could have started at the earliest: when the last step that it waits for had ended. Undefined when that is not known. */
export function readyAt(plan: Plan, picture: Pick<RunPicture, 'steps' | 'startedAt'>, path: string): number | undefined {
  const id = path.slice(path.lastIndexOf('/') + 1);
  const prefix = path.slice(0, path.length - id.length);
  const step = plan.byId.get(id);
  if (step === undefined) return undefined;
  const ends = step.edges.flatMap(({ from }) => picture.steps.get(prefix + from)?.endedAt ?? []);
  if (ends.length > 0) return step.join === 'any' ? Math.min(...ends) : Math.max(...ends);
  return prefix === '' && plan.main.steps.includes(step) ? picture.startedAt : undefined;
}
