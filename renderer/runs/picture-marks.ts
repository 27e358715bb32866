import type { RunPicture, StepPicture } from '../../shared/run/run-picture.ts';
import { isTerminalStep, type StepStatus } from '../../shared/run/status.ts';
import { idOfPath } from '../../shared/run/step-place.ts';
import type { StepMark } from '../canvas/step-mark.ts';

/** What says most of several iterations stands first. */
const weight: readonly StepStatus[] = [
  'unknown',
  'failed',
  'timed_out',
  'waiting',
  'running',
  'ready',
  'pending',
  'cancelled',
  'succeeded',
  'skipped',
];

/** The iterations of one step of a loop. */
interface Tally {
  readonly counts: Map<StepStatus, number>;
  /** The last that came to be in each state. */
  readonly examples: Map<StepStatus, StepPicture>;
}

export interface PictureMarks {
  /** The marks of the canvas, by step id. The same map, and the same marks in it, for as long as nothing of them has changed. */
  of(picture: Pick<RunPicture, 'steps'>): ReadonlyMap<string, StepMark>;
}

/** Looks only at the steps that have changed since the last picture: thousands of iterations may change one card. */
export function createPictureMarks(): PictureMarks {
  let shown: RunPicture['steps'] | undefined;
  let seen = new Map<string, StepPicture>();
  let tallies = new Map<string, Tally>();
  let marks: ReadonlyMap<string, StepMark> = new Map();

  function tally(id: string, before: StepPicture | undefined, now: StepPicture): void {
    const known = tallies.get(id) ?? { counts: new Map(), examples: new Map() };
    tallies.set(id, known);
    if (before !== undefined) known.counts.set(before.state, (known.counts.get(before.state) ?? 1) - 1);
    known.counts.set(now.state, (known.counts.get(now.state) ?? 0) + 1);
    known.examples.set(now.state, now);
  }

  return {
    of({ steps }) {
      if (steps !== shown) {
        shown = steps;
        seen = new Map();
        tallies = new Map();
        marks = new Map();
      }
      const changed = new Map<string, StepPicture>();
      for (const [path, step] of steps) {
        const before = seen.get(path);
        if (before === step) continue;
        const id = idOfPath(path);
        if (path.includes('[')) tally(id, before, step);
        seen.set(path, step);
        changed.set(id, step);
      }
      if (changed.size === 0) return marks;
      const next = new Map(marks);
      for (const [id, step] of changed) {
        const known = tallies.get(id);
        next.set(id, known === undefined ? markOf(step) : markOfMany(known, step));
      }
      marks = next;
      return marks;
    },
  };
}

function markOf(step: StepPicture): StepMark {
  return {
    state: step.state,
    attempts: step.attempts,
    durationMs: step.endedAt === undefined || step.startedAt === undefined ? null : step.endedAt - step.startedAt,
    startedAt: step.startedAt === undefined ? null : new Date(step.startedAt).toISOString(),
    note: step.error?.message ?? step.reason,
    branch: step.branch,
  };
}

function markOfMany({ counts, examples }: Tally, last: StepPicture): StepMark {
  const state = weight.find((one) => (counts.get(one) ?? 0) > 0) ?? last.state;
  let begun = 0;
  let ended = 0;
  for (const [one, count] of counts) {
    begun += count;
    if (isTerminalStep(one)) ended += count;
  }
  const failed = (counts.get('failed') ?? 0) + (counts.get('timed_out') ?? 0);
  return { ...markOf(examples.get(state) ?? last), times: { ended, begun, failed } };
}
