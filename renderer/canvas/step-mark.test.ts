import { describe, expect, it } from 'vitest';
import type { StepSummary } from '../../shared/contract/run-view.ts';
import type { StepStatus } from '../../shared/run/status.ts';
import { graphOf } from './graph-of.ts';
import { createKeyedStore } from './keyed-store.ts';
import { marksOf } from './step-mark.ts';
import { takenEdges } from './taken-edges.ts';
import { branching, documentOf } from './test-document.ts';

describe('the marks of a run', () => {
  it('bring the iterations of a loop together, the one that says most in front', () => {
    const marks = marksOf([
      step('copy', 'each[0]/copy', 'succeeded'),
      step('copy', 'each[1]/copy', 'failed'),
      step('copy', 'each[2]/copy', 'running'),
    ]);
    expect(marks.get('copy')).toMatchObject({ state: 'failed', times: { begun: 3, ended: 2, failed: 1 } });
  });

  it('count nothing for a step outside of loops', () => {
    expect(marksOf([step('read', 'read', 'succeeded')]).get('read')).not.toHaveProperty('times');
  });
});

describe('the edges that were taken', () => {
  const { edges } = graphOf(documentOf(branching));
  const taken = (states: Record<string, StepStatus>, branches = new Map<string, string>()): string[] =>
    edges
      .filter(({ id }) =>
        takenEdges(
          edges,
          marksOf(
            Object.entries(states).map(([id, state]) => step(id, id, state)),
            branches,
          ),
        ).has(id),
      )
      .map(({ from, to }) => `${from} ${to}`);

  it('are those whose condition held', () => {
    expect(taken({ read: 'failed', rescue: 'running', matters: 'skipped', yes: 'skipped' })).toEqual(['read rescue']);
    expect(taken({ read: 'running' })).toEqual([]);
  });

  it('of an if are the way that it pointed, or where it led', () => {
    expect(taken({ read: 'succeeded', matters: 'succeeded', yes: 'skipped', no: 'running' })).toEqual(['read matters', 'matters no']);
    expect(taken({ read: 'succeeded', matters: 'succeeded' }, new Map([['matters', 'true']]))).toEqual(['read matters', 'matters yes']);
  });
});

describe('a keyed store', () => {
  it('tells only those whose value has changed', () => {
    const store = createKeyedStore<number>();
    const told: string[] = [];
    for (const key of ['a', 'b', 'c']) store.subscribe(key, () => told.push(key));
    store.replace(
      new Map([
        ['a', 1],
        ['b', 1],
      ]),
    );
    store.replace(
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
    );
    store.replace(new Map([['a', 1]]));
    expect(told).toEqual(['a', 'b', 'b', 'b']);
    expect(store.get('b')).toBeUndefined();
  });
});

function step(id: string, path: string, state: StepStatus): StepSummary {
  return {
    id,
    path,
    name: id,
    kind: 'action',
    action: 'log',
    state,
    attempts: 1,
    startedAt: null,
    durationMs: null,
    error: null,
    reason: null,
  };
}
