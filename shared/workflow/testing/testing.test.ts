import { describe, expect, it } from 'vitest';
import { catalogue } from '../../catalogue.ts';
import { requireWorkflow } from '../load.ts';
import { fingerprintOf, whyStale } from './fingerprint.ts';
import { needsOfStep } from './step-needs.ts';
import { documentOfStepTest } from './step-test.ts';

const load = (text: string) => requireWorkflow(text, { catalogue });

const text = `
name: Report
variables:
  - { name: target, required: true }
  - { name: unused, required: true }
settings: { concurrency: { limit: 1, whenBusy: replace }, environment: { MODE: fast } }
triggers: [{ type: manual }]
steps:
  - { id: read, action: file.read, with: { path: "{{ target }}" } }
  - { id: count, action: set, with: { variables: { lines: "{{ steps.read.output.content ?? 'none' }}" } } }
  - id: each
    forEach: "read.content.split('\\\\n')"
    steps:
      - { id: shout, action: log, with: { message: "{{ item }} {{ vars.lines }} {{ trigger.who ?? 'me' }}" } }
      - { id: again, action: log, with: { message: "{{ steps.shout.output.message }}" } }
  - { id: end, action: log, with: { message: "{{ steps.each.output.count }}" } }
outputs: { all: "{{ steps.each.output }}" }
`;
const document = load(text);

describe('what a step needs', () => {
  it('names other steps, save for those it reads with a default', () => {
    expect(needsOfStep(document, 'count')).toMatchObject({ steps: [], mentions: ['read'] });
    expect(needsOfStep(document, 'each')).toMatchObject({ steps: ['read'], item: false });
    expect(needsOfStep(document, 'again')).toMatchObject({ steps: ['shout'] });
  });

  it('tells variables, trigger and item apart', () => {
    expect(needsOfStep(document, 'shout')).toMatchObject({ steps: [], variables: new Set(['lines']), trigger: true, item: true });
    expect(needsOfStep(document, 'read').variables).toEqual(new Set(['target']));
  });
});

describe('the document of a step test', () => {
  it('holds the given steps and the step, and nothing that would start, limit or end a run', () => {
    const test = documentOfStepTest(document, 'end', { given: ['each'] });
    expect(test.steps.map(({ id, needs }) => [id, needs])).toEqual([
      ['each', []],
      ['end', [{ step: 'each', on: 'always' }]],
    ]);
    expect(test).not.toHaveProperty('triggers');
    expect(test).not.toHaveProperty('outputs');
    expect(test.settings).toEqual({ environment: { MODE: 'fast' } });
  });

  it('asks only for the variables that the step uses', () => {
    const { variables } = documentOfStepTest(document, 'read', { given: [] });
    expect(variables?.map(({ name, required }) => [name, required])).toEqual([
      ['target', true],
      ['unused', false],
    ]);
  });

  it('puts a step of a loop into a loop of one item, which is taken as it is', () => {
    const { steps } = documentOfStepTest(document, 'shout', { given: [], item: { text: 'no {{ placeholder }}' } });
    expect(steps).toMatchObject([{ id: 'each', forEach: [{ text: 'no \\{{ placeholder }}' }], steps: [{ id: 'shout' }] }]);
  });
});

describe('a kept output', () => {
  const kept = fingerprintOf(document, 'each');
  const stale = (from: string, to: string) => kept && whyStale(kept, load(text.replace(from, to)), 'each');

  it('is fresh while nothing that matters changes', () => {
    expect(stale('', '')).toBeUndefined();
    expect(stale('- id: each', '- id: each\n    name: Every line\n    notes: note')).toBeUndefined();
    expect(stale('steps.each.output.count', 'steps.each.output.items')).toBeUndefined();
  });

  it('is stale once the step or one inside it changes, with the reason', () => {
    expect(stale('split(', 'slice(')).toBe('the step was changed since');
    expect(stale('{{ item }} ', '')).toBe('the step was changed since');
  });

  it('is stale once a step before it changes, comes or goes', () => {
    expect(stale('"{{ target }}"', '"b.txt"')).toBe('read before it was changed since');
    expect(stale('  - { id: count', '  - { id: more, action: log, with: { message: x } }\n  - { id: count')).toBe(
      'more now comes before it',
    );
    expect(stale('  - { id: count', '  - { id: other')).toBe('other now comes before it');
  });

  it('is stale when its step is gone', () => {
    const kept = fingerprintOf(document, 'end');
    expect(kept && whyStale(kept, load(text.replace('id: end', 'id: over')), 'end')).toBe('the step is there no more');
  });
});
