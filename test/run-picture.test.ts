import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reduce } from '../electron/engine/walk/reduce.ts';
import { createRunState, type RunState } from '../electron/engine/walk/walk-state.ts';
import { createRunFold } from '../shared/run/run-fold.ts';
import type { RunPicture } from '../shared/run/run-picture.ts';
import { isTerminalStep, type StepStatus } from '../shared/run/status.ts';

import { anyDocument } from './support/engine-documents.ts';
import { walkAtRandom } from './support/engine-random-walk.ts';
import { planOf } from './support/engine-walk.ts';

/** Random runs, each with the events that were recorded of it. */
const anyRun = fc.record({ document: anyDocument(), seed: fc.integer() }).map(({ document, seed }) => {
  const plan = planOf(document);
  const { state, moments } = walkAtRandom(plan, seed, { meddling: 0.08, crashes: 0.08 });
  return { plan, state, events: moments.map(({ event }) => event) };
});

describe('the picture of a run, folded from its events', () => {
  it('shows each step as the engine has it, after every event', () => {
    fc.assert(
      fc.property(anyRun, ({ plan, events }) => {
        const walk = createRunState(plan);
        const fold = createRunFold();
        for (const [index, event] of events.entries()) {
          reduce(walk, event);
          fold.apply(index + 1, index, event);
          expect(statesOf(fold.picture(), walk)).toEqual(statesOfWalk(walk));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('ends with the state that the run ended in, and leaves no stretch of time open', () => {
    fc.assert(
      fc.property(anyRun, ({ state, events }) => {
        const fold = createRunFold();
        for (const [index, event] of events.entries()) fold.apply(index + 1, index, event);
        const { status, steps } = fold.picture();
        expect(status).toBe(state.ended);
        for (const step of steps.values()) expect(step.spans.filter(({ to }) => to === undefined)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('is the same whether it is folded at once or goes on from a copy, and the copy stays as it was', () => {
    fc.assert(
      fc.property(anyRun, fc.double({ min: 0, max: 1, noNaN: true }), ({ events }, part) => {
        const cut = Math.floor(events.length * part);
        const whole = createRunFold();
        const first = createRunFold();
        for (const [index, event] of events.entries()) {
          whole.apply(index + 1, index, event);
          if (index < cut) first.apply(index + 1, index, event);
        }
        const before = plain(first.picture());
        const rest = first.copy();
        for (const [index, event] of events.entries()) if (index >= cut) rest.apply(index + 1, index, event);
        expect(plain(rest.picture())).toEqual(plain(whole.picture()));
        expect(plain(first.picture())).toEqual(before);
      }),
      { numRuns: 100 },
    );
  });
});

/** Of the steps that the walk still holds. One that it will start has no event yet; one whose last try a stop has swallowed neither. */
function statesOf(picture: RunPicture, walk: RunState): Record<string, StepStatus> {
  return Object.fromEntries(
    [...walk.steps.values()].map(({ path, status }) => {
      const mine = picture.steps.get(path)?.state ?? 'pending';
      if (status === 'ready' && !isTerminalStep(mine)) return [path, status];
      return [path, mine === 'waiting' && (status === 'failed' || status === 'timed_out') ? status : mine];
    }),
  );
}

function statesOfWalk(walk: RunState): Record<string, StepStatus> {
  return Object.fromEntries([...walk.steps.values()].map(({ path, status }) => [path, status]));
}

function plain(picture: RunPicture): unknown {
  return structuredClone({ ...picture, steps: [...picture.steps.values()] });
}
