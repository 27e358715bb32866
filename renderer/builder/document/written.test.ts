import { describe, expect, it } from 'vitest';
import { createAnalyser } from './analyser.ts';
import { createBuilderStore } from './builder-store.ts';

const open = (text: string) =>
  createBuilderStore({ text, now: () => 0, analyser: createAnalyser(() => expect.fail('a small text needs no worker')) });

describe('what is written', () => {
  it('is all of the text, also what does not fit the schema, and follows each edit', () => {
    const store = open('name: W\nsettings: { timeout: soon }\nsteps: [{ id: a, delay: 1s }]\n');
    const { apply, written, setText } = store.getState();
    expect(written()).toMatchObject({ settings: { timeout: 'soon' } });
    expect(apply([{ type: 'set-in-step', step: 'a', path: ['timeout'], value: '5x' }], 'Change').ok).toBe(true);
    expect(written()).toMatchObject({ steps: [{ id: 'a', timeout: '5x' }] });
    setText('name: W\nsteps: [{ id: b, delay: 2s }]\n');
    expect(written()).toEqual({ name: 'W', steps: [{ id: 'b', delay: '2s' }] });
  });

  it('is not told of a text whose places are others than those of the document', () => {
    expect(open('name: W\nsteps: [{ key: a, agent: x, prompt: y, dependencies: [] }]\n').getState().written()).toBeUndefined();
    expect(open('name: [').getState().written()).toBeUndefined();
  });
});
