import { useSyncExternalStore } from 'react';

/** Tells whoever draws something that it has changed. */
export interface Changes {
  tell(): void;
  /** With the next frame, together with what else changes until then. */
  tellWithFrame(): void;
  /** No frame is waited for any more. */
  forget(): void;
  subscribe(listener: () => void): () => void;
  count(): number;
}

export function createChanges(): Changes {
  const listeners = new Set<() => void>();
  let count = 0;
  let frame: number | undefined;
  function forget(): void {
    if (frame !== undefined) cancelAnimationFrame(frame);
    frame = undefined;
  }
  function tell(): void {
    forget();
    count++;
    for (const listener of [...listeners]) listener();
  }
  return {
    tell,
    tellWithFrame: () => {
      frame ??= requestAnimationFrame(tell);
    },
    forget,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    count: () => count,
  };
}

/** The component is drawn anew whenever the list is to be. */
export function useChanges({ subscribe, count }: Changes): void {
  useSyncExternalStore(subscribe, count);
}
