import { describe, expect, it } from 'vitest';
import type { RunEventView } from '../../shared/contract/run-details.ts';
import type { RunEvent } from '../../shared/run/events.ts';
import { createRunFold } from '../../shared/run/run-fold.ts';
import { createRunStory } from './run-story.ts';

const start = Date.parse('2027-01-01T00:00:00Z');

/** A run of `count` steps, one after another. */
function history(count: number): RunEventView[] {
  const events: RunEvent[] = [{ type: 'run.started' }];
  for (let step = 0; step < count; step++) {
    events.push({ type: 'step.started', path: `s${step}`, attempt: 1, effect: 'pure' });
    events.push({ type: 'step.succeeded', path: `s${step}`, attempt: 1 });
  }
  events.push({ type: 'run.finished', status: 'completed' });
  return events.map((event, index) => ({ sequence: index + 1, at: new Date(start + index).toISOString(), event }));
}

function foldTo(items: readonly RunEventView[], sequence: number) {
  const fold = createRunFold();
  for (const { sequence: number, at, event } of items.slice(0, sequence)) fold.apply(number, Date.parse(at), event);
  return plain(fold.picture());
}

function plain(picture: ReturnType<ReturnType<typeof createRunFold>['picture']>) {
  return { ...picture, steps: [...picture.steps.values()] };
}

describe('the story of a run', () => {
  it('shows any moment as the fold of what was recorded until then, whatever moment was shown before', () => {
    const items = history(3000);
    const story = createRunStory();
    story.add(items);
    for (const sequence of [0, 1, 2, 1500, 1499, 6002, 5000, 5001, 3, 6001, 0]) {
      expect(plain(story.at(sequence))).toEqual(foldTo(items, sequence));
    }
  });

  it('ends where the run stands now', () => {
    const items = history(40);
    const story = createRunStory();
    story.add(items);
    expect(plain(story.at(items.length))).toEqual(plain(story.now()));
    expect(story.now().status).toBe('completed');
  });

  it('takes an event once, and in order, however often the connection is lost', () => {
    const items = history(10);
    const story = createRunStory();
    story.add(items.slice(0, 8));
    story.add(items.slice(4, 12));
    story.add(items.slice(15));
    expect(story.events.map(({ sequence }) => sequence)).toEqual(items.slice(0, 12).map(({ sequence }) => sequence));
  });
});
