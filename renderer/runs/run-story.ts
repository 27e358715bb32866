import type { RunEventView } from '../../shared/contract/run-details.ts';
import type { RunEvent } from '../../shared/run/events.ts';
import { createRunFold, type RunFold } from '../../shared/run/run-fold.ts';
import type { RunPicture } from '../../shared/run/run-picture.ts';

export interface StoryEvent {
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly event: RunEvent;
}

/** Everything that is recorded of a run, and how the run stood after any of it. */
export interface RunStory {
  /** In order, without gaps. */
  readonly events: readonly StoryEvent[];
  /** Events that are known already change nothing. */
  add(items: readonly RunEventView[]): void;
  /** How it stands after the last event. */
  now(): RunPicture;
  /** How it stood after event `sequence`; 0 is before the first. */
  at(sequence: number): RunPicture;
}

/** A copy of the state costs as much as the steps in it: the pauses between copies grow with them, so that all copies cost as much as the events. */
const leastBetweenCopies = 1000;

export function createRunStory(): RunStory {
  const events: StoryEvent[] = [];
  const fold = createRunFold();
  const copies: { readonly sequence: number; readonly fold: RunFold }[] = [{ sequence: 0, fold: createRunFold() }];
  let walker: { sequence: number; readonly fold: RunFold } | undefined;

  function keepCopy(sequence: number): void {
    const last = copies.at(-1)?.sequence ?? 0;
    if (sequence - last < Math.max(leastBetweenCopies, fold.picture().steps.size)) return;
    copies.push({ sequence, fold: fold.copy() });
  }

  /** Whoever goes forward event by event is not sent back to a copy each time. */
  function walkerTo(sequence: number) {
    if (walker !== undefined && walker.sequence <= sequence) return walker;
    const from = copies.findLast((copy) => copy.sequence <= sequence);
    walker = { sequence: from?.sequence ?? 0, fold: from?.fold.copy() ?? createRunFold() };
    return walker;
  }

  return {
    events,
    add(items) {
      for (const { sequence, at, event } of items) {
        if (sequence !== events.length + 1) continue;
        const time = Date.parse(at);
        events.push({ sequence, at: time, event });
        fold.apply(sequence, time, event);
        keepCopy(sequence);
      }
    },
    now: () => fold.picture(),
    at(sequence) {
      const target = Math.min(Math.max(0, sequence), events.length);
      const at = walkerTo(target);
      for (; at.sequence < target; at.sequence++) {
        const next = events[at.sequence];
        if (next !== undefined) at.fold.apply(next.sequence, next.at, next.event);
      }
      return at.fold.picture();
    },
  };
}
