import type { BuilderStore } from './builder-store.ts';

/** Typing that pauses so long is shown everywhere. */
const pauseMs = 150;
/** Typing that never pauses is shown everywhere so often. */
const longestMs = 700;

interface Clock {
  setTimeout(run: () => void, ms: number): number;
  clearTimeout(timer: number): void;
}

/**
 * The same store for what may follow a moment later: who listens here hears of typing in the text when it pauses, so that canvas and text are
 * not held up, and of all else at once. What is read is always the newest.
 */
export function createLateStore(store: BuilderStore, clock: Clock): BuilderStore {
  type Listener = Parameters<BuilderStore['subscribe']>[0];
  const listeners = new Set<Listener>();
  let told = store.getState();
  let pause: number | undefined;
  let longest: number | undefined;
  let stop: (() => void) | undefined;

  function unschedule(): void {
    if (pause !== undefined) clock.clearTimeout(pause);
    if (longest !== undefined) clock.clearTimeout(longest);
    pause = undefined;
    longest = undefined;
  }

  function tell(): void {
    unschedule();
    const before = told;
    told = store.getState();
    if (told !== before) for (const listener of [...listeners]) listener(told, before);
  }

  function hear({ isTyped, selection }: ReturnType<BuilderStore['getState']>): void {
    if (!isTyped || selection !== told.selection) return tell();
    if (pause !== undefined) clock.clearTimeout(pause);
    pause = clock.setTimeout(tell, pauseMs);
    longest ??= clock.setTimeout(tell, longestMs);
  }

  return {
    ...store,
    subscribe(listener) {
      if (stop === undefined) {
        told = store.getState();
        stop = store.subscribe(hear);
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        unschedule();
        stop?.();
        stop = undefined;
      };
    },
  };
}
