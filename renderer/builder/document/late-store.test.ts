import { describe, expect, it } from 'vitest';
import { createAnalyser } from './analyser.ts';
import { createBuilderStore } from './builder-store.ts';
import { createLateStore } from './late-store.ts';

const text = 'name: W\nsteps:\n  - { id: a, delay: 1s }\n  - { id: b, delay: 1s }\n';

function open() {
  const analyser = createAnalyser(() => {
    throw new Error('no worker for so small a text');
  });
  const store = createBuilderStore({ text, analyser, now: () => 0 });
  const timers = new Map<number, { run: () => void; ms: number }>();
  let next = 1;
  const late = createLateStore(store, {
    setTimeout: (run, ms) => {
      timers.set(next, { run, ms });
      return next++;
    },
    clearTimeout: (timer) => timers.delete(timer),
  });
  const heard: string[] = [];
  const stop = late.subscribe((now) => heard.push(now.document?.name ?? ''));
  /** The timers of so many milliseconds run out. */
  const pass = (least: number) => {
    for (const { run } of [...timers.values()].filter(({ ms }) => ms <= least)) run();
  };
  return { store, late, heard, timers, stop, pass };
}

describe('what follows a moment later', () => {
  it('hears of typing once, when it pauses', () => {
    const { store, late, heard, timers, pass } = open();
    store.getState().setText(text.replace('W', 'Wo'));
    store.getState().setText(text.replace('W', 'Wor'));
    expect(heard).toEqual([]);
    expect(late.getState().document?.name).toBe('Wor');
    pass(200);
    expect(heard).toEqual(['Wor']);
    expect(timers.size).toBe(0);
  });

  it('hears of typing that never pauses', () => {
    const { store, heard, timers } = open();
    for (const name of ['Wo', 'Wor', 'Work']) store.getState().setText(text.replace('W', name));
    expect(timers.size).toBe(2);
    [...timers.values()].find(({ ms }) => ms > 200)?.run();
    expect(heard).toEqual(['Work']);
  });

  it('hears at once of an edit, of what is taken back and of what is chosen, and of the typing before it', () => {
    const { store, heard, timers } = open();
    store.getState().setText(text.replace('W', 'Wo'));
    store.getState().select(['b']);
    expect(heard).toEqual(['Wo']);
    store.getState().apply([{ type: 'set-in-workflow', path: ['name'], value: 'Edited' }], 'Rename');
    expect(heard.at(-1)).toBe('Edited');
    store.getState().undo();
    expect(heard.at(-1)).toBe('Wo');
    expect(timers.size).toBe(0);
  });

  it('holds nothing when nobody listens', () => {
    const { store, heard, timers, stop } = open();
    store.getState().setText(text.replace('W', 'Wo'));
    stop();
    store.getState().setText(text.replace('W', 'Wor'));
    expect(timers.size).toBe(0);
    expect(heard).toEqual([]);
  });
});
