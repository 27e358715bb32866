import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../shared/run/events.ts';
import type { Plan } from '../../../shared/workflow/plan.ts';
import { anyDocument } from '../../../test/support/engine-documents.ts';
import { fold, type Habits, type Moment, snapshot, walkAtRandom } from '../../../test/support/engine-random-walk.ts';
import { planOf } from '../../../test/support/engine-walk.ts';
import { reduce } from './reduce.ts';
import { type RunState, runStatusOf } from './walk-state.ts';

const RUNS = 600;

interface Walked {
  readonly plan: Plan;
  readonly state: RunState;
  readonly moments: readonly Moment[];
}

/** Walks many random documents through random worlds. */
function forAnyWalk(check: (walked: Walked) => void, habits: Partial<Habits> = {}, depth = 2): void {
  fc.assert(
    fc.property(anyDocument(depth), fc.integer(), (document, seed) => {
      const plan = planOf(document);
      check({ plan, ...walkAtRandom(plan, seed, habits) });
    }),
    { numRuns: RUNS },
  );
}

/** The id at the end of a path, and what comes before it. */
function splitPath(path: string): { prefix: string; id: string } {
  const slash = path.lastIndexOf('/') + 1;
  return { prefix: path.slice(0, slash), id: path.slice(slash) };
}

describe('any run of any document, with any outcomes in any order', () => {
  it('ends, and leaves nothing outstanding', () => {
    forAnyWalk(({ state }) => {
      expect(state.phase).toBe('ended');
      expect([...state.outstanding.keys()]).toEqual([]);
      expect(state.waits).toBe(0);
      expect(state.slotsInUse).toBe(0);
    });
  });

  it('ends when every third move is a crash, a pause, a cancel or a time-out', () => {
    forAnyWalk(({ state }) => expect(state.phase).toBe('ended'), { meddling: 0.2, crashes: 0.15 });
  });

  it('changes no more once it has ended', () => {
    forAnyWalk(({ state, moments }) => {
      const before = snapshot(state);
      const late: RunEvent[] = [
        { type: 'run.cancelling', by: 'ada' },
        { type: 'run.paused', by: 'ada' },
        { type: 'run.started' },
        ...moments.map((moment) => moment.event),
      ];
      for (const event of late) expect(reduce(state, event)).toEqual([]);
      expect(snapshot(state)).toEqual(before);
    });
  });

  it('has the same state and asks for the same things when its events are folded again from nothing, after every event', () => {
    forAnyWalk(({ plan, moments, state }) => {
      const events = moments.map((moment) => moment.event);
      const live = fold(plan, []);
      for (const [index, event] of events.entries()) {
        reduce(live, event);
        if (index % 3 === 0) expect(snapshot(fold(plan, events.slice(0, index + 1)))).toEqual(snapshot(live));
      }
      expect(snapshot(live)).toEqual(snapshot(state));
    });
  });

  it('starts a step only when its edges are resolved (all of them, or one with join any), one of them is taken, and none has a failure behind it', () => {
    forAnyWalk(({ plan, moments }) => {
      const ends = new Map<string, { status: string; branch: string | undefined }>();
      const decided = new Map<string, boolean>();
      const blocked = new Set<string>();
      const edgeOf = (path: string, edge: number): 'taken' | 'dead' | 'open' => {
        const { prefix, id } = splitPath(path);
        const step = plan.byId.get(id);
        const written = step?.edges[edge];
        const source = written === undefined ? undefined : ends.get(prefix + written.from);
        if (written === undefined || source === undefined) return 'open';
        const { on, from } = written;
        if (source.status === 'skipped') return 'dead';
        const optional = plan.byId.get(from)?.optional === true;
        if (on.type === 'expression') return decidedAs(decided.get(`${path} ${edge}`));
        if (on.type === 'always') return 'taken';
        if (on.type === 'failure') return decidedAs(source.status === 'failed' || source.status === 'timed_out');
        if (on.type === 'branch') return decidedAs(source.branch === on.value);
        return decidedAs(source.status === 'succeeded' || optional);
      };
      for (const { event, effects } of moments) {
        noteEnd(ends, event);
        if (event.type === 'edge.resolved') decided.set(`${event.path} ${event.edge}`, event.taken);
        for (const effect of effects) {
          const step = effect.type === 'start' || effect.type === 'skip' ? plan.byId.get(splitPath(effect.path).id) : undefined;
          if (step === undefined || step.edges.length === 0) continue;
          const path = effect.type === 'start' || effect.type === 'skip' ? effect.path : '';
          const edges = step.edges.map((_, index) => edgeOf(path, index));
          const failedBehind = step.edges.some(({ on, from }, index) => {
            const source = ends.get(splitPath(path).prefix + from);
            const needsSuccess = on.type === 'success' || on.type === 'branch';
            const handled = step.edges.some((other, at) => other.from === from && other.on.type !== 'success' && edges[at] === 'taken');
            return (
              needsSuccess &&
              edges[index] === 'dead' &&
              !handled &&
              ((hasFailed(source?.status) && plan.byId.get(from)?.optional !== true) || blocked.has(splitPath(path).prefix + from))
            );
          });
          if (effect.type === 'start') expect(edges).toContain('taken');
          if (effect.type === 'start' && step.join === 'all') expect(failedBehind).toBe(false);
          if (effect.type === 'skip' && !failedBehind) expect(edges).not.toContain('taken');
          if (effect.type === 'skip' && failedBehind) blocked.add(path);
          if (step.join === 'all' || effect.type === 'skip') expect(edges).not.toContain('open');
        }
      }
    });
  });

  it('never has more steps at work than parallelism', () => {
    forAnyWalk(({ plan, moments }) => {
      for (const { working } of moments) expect(working).toBeLessThanOrEqual(plan.parallelism);
    });
  });

  it('starts nothing while it is paused, and nothing but finally after a cancel or a time-out', () => {
    forAnyWalk(
      ({ plan, moments }) => {
        const last = new Set(plan.finally?.steps.map((step) => step.id));
        for (const { event, effects, paused, stopped } of moments) {
          const starts = effects.filter((effect) => effect.type === 'start');
          // An agent whose start was asked for before is under way.
          const asks = event.type === 'step.started' ? [] : effects.filter((effect) => effect.type === 'askAgent');
          if (paused) expect([...starts, ...asks]).toEqual([]);
          if (stopped) for (const { path } of starts) expect(last).toContain(path.split('[')[0]);
        }
      },
      { meddling: 0.15 },
    );
  });

  it('asks for each attempt of each step once, unless that attempt was interrupted; and counts attempts from 1 without gaps', () => {
    forAnyWalk(
      ({ moments }) => {
        const attempts = new Map<string, number>();
        const interrupted = new Set<string>();
        for (const { event, effects } of moments) {
          if (event.type === 'step.interrupted') interrupted.add(event.path);
          for (const effect of effects) {
            if (effect.type !== 'start') continue;
            const before = attempts.get(effect.path) ?? 0;
            expect(effect.attempt).toBe(interrupted.delete(effect.path) ? before : before + 1);
            attempts.set(effect.path, effect.attempt);
          }
        }
      },
      { crashes: 0.15 },
    );
  });

  it('never tries a step more often than its maxRetries allows, apart from what a person decides', () => {
    forAnyWalk(
      ({ plan, moments }) => {
        const decisions = new Map<string, number>();
        for (const { event, effects } of moments) {
          if (event.type === 'step.decided') decisions.set(event.path, (decisions.get(event.path) ?? 0) + 1);
          for (const effect of effects) {
            if (effect.type !== 'start') continue;
            const allowed = (plan.byId.get(splitPath(effect.path).id)?.retry.maxRetries ?? 0) + 1;
            expect(effect.attempt).toBeLessThanOrEqual(allowed + (decisions.get(effect.path) ?? 0));
          }
        }
      },
      { failures: 0.7 },
    );
  });

  it('has no more iterations of a loop open than its concurrency, and lets finished ones go with everything inside', () => {
    forAnyWalk(
      ({ plan, moments, state }) => {
        for (const { paths } of moments) {
          const open = new Map<string, Set<string>>();
          for (const path of paths) {
            for (const { index, input } of path.matchAll(/\[\d+\]\//g)) {
              const loop = input.slice(0, index);
              open.set(loop, (open.get(loop) ?? new Set()).add(input.slice(index).split('/')[0] ?? ''));
            }
          }
          for (const [loop, iterations] of open) {
            expect(iterations.size).toBeLessThanOrEqual(plan.byId.get(splitPath(loop).id)?.concurrency ?? 1);
          }
        }
        expect([...state.steps.keys()].filter((path) => path.includes('/'))).toEqual([]);
      },
      {},
      3,
    );
  });

  it('asks the model of an agent for its next answer only when every call of the answer before has ended, and counts answers without gaps', () => {
    forAnyWalk(
      ({ moments }) => {
        const open = new Map<string, Set<string>>();
        const answers = new Map<string, number>();
        for (const { event, effects } of moments) {
          if (event.type === 'agent.turned') {
            expect(event.index).toBe(answers.get(event.path) ?? 0);
            answers.set(event.path, event.index + 1);
            const paths = event.calls.map((id) => `${event.path}[${event.index}]/${id}`);
            open.set(event.path, new Set(paths));
          }
          const left = 'path' in event ? open.get(event.path.slice(0, event.path.lastIndexOf('['))) : undefined;
          if ('path' in event && left?.has(event.path) === true && isEnd(event)) left.delete(event.path);
          for (const effect of effects) {
            if (effect.type !== 'askAgent') continue;
            expect(effect.index).toBe(answers.get(effect.path) ?? 0);
            expect([...(open.get(effect.path) ?? [])]).toEqual([]);
          }
        }
      },
      { crashes: 0.1 },
    );
  });

  it('ends completed only when every step of the main list has ended well, was skipped or may fail', () => {
    forAnyWalk(
      ({ plan, moments, state }) => {
        const ends = new Map<string, { status: string; branch: string | undefined }>();
        for (const { event } of moments) noteEnd(ends, event);
        const statuses = plan.main.steps.map((step) => ends.get(step.id)?.status);
        if (state.ended === 'completed') {
          for (const status of statuses) expect(['succeeded', 'skipped']).toContain(status);
        } else if (state.ended === 'completed_with_errors') {
          expect(statuses).not.toContain(undefined);
        } else if (state.ended === 'failed') expect(state.failure).toBeDefined();
        else expect(state.stop).toBe(state.ended);
      },
      { failures: 0.1, meddling: 0.01 },
    );
  });

  it('is needs_attention only while a step is unknown, and waiting only while something is waited for', () => {
    fc.assert(
      fc.property(anyDocument(), fc.integer(), (document, seed) => {
        const plan = planOf(document);
        const { moments } = walkAtRandom(plan, seed);
        const state = fold(plan, []);
        for (const { event } of moments) {
          reduce(state, event);
          const statuses = [...state.steps.values()].map((step) => step.status);
          const status = runStatusOf(state);
          if (status === 'needs_attention') expect(statuses).toContain('unknown');
          if (status === 'waiting') expect(statuses).toContain('waiting');
          if (status === 'paused') expect(state.paused).toBe(true);
        }
      }),
      { numRuns: RUNS },
    );
  });
});

function decidedAs(taken: boolean | undefined): 'taken' | 'dead' | 'open' {
  return taken === undefined ? 'open' : taken ? 'taken' : 'dead';
}

const endOf: Partial<Record<RunEvent['type'], string>> = {
  'step.succeeded': 'succeeded',
  'step.failed': 'failed',
  'step.skipped': 'skipped',
  'step.cancelled': 'cancelled',
};
const endByDecision = { done: 'succeeded', skip: 'skipped', fail: 'failed', retry: undefined } as const;

/** The first end of a step counts; a failure that is tried again is none. */
function noteEnd(ends: Map<string, { status: string; branch: string | undefined }>, event: RunEvent): void {
  if (!('path' in event)) return;
  if (event.type === 'step.failed' && event.retryAt !== undefined) return;
  const status = event.type === 'step.decided' ? endByDecision[event.decision] : endOf[event.type];
  if (status === undefined || ends.has(event.path)) return;
  ends.set(event.path, { status, branch: event.type === 'step.succeeded' ? event.branch : undefined });
}

function isEnd(event: RunEvent): boolean {
  const ends = new Map<string, { status: string; branch: string | undefined }>();
  noteEnd(ends, event);
  return ends.size > 0;
}

function hasFailed(status: string | undefined): boolean {
  return status === 'failed' || status === 'timed_out' || status === 'cancelled';
}
