import type { Ask } from '../../shared/contract/desktop.ts';

export interface Asks {
  add(ask: Ask): void;
  /** What waits, then what comes, until the signal. Each ask goes to one listener: the newest. */
  listen(signal: AbortSignal | undefined): AsyncGenerator<Ask>;
}

/** A link that is clicked a thousand times is no thousand questions. */
const most = 20;

/** What reaches the window from outside: it waits until the page is there to hear it. */
export function createAsks(): Asks {
  const waiting: Ask[] = [];
  let listener: { wake(): void } | undefined;

  return {
    add(ask) {
      if (waiting.length >= most) waiting.shift();
      waiting.push(ask);
      listener?.wake();
    },
    async *listen(signal) {
      let bell = Promise.withResolvers<void>();
      const own = { wake: () => bell.resolve() };
      listener?.wake();
      listener = own;
      signal?.addEventListener('abort', own.wake, { once: true });
      try {
        while (listener === own && signal?.aborted !== true) {
          const next = waiting.shift();
          if (next !== undefined) {
            yield next;
            continue;
          }
          await bell.promise;
          bell = Promise.withResolvers();
        }
      } finally {
        if (listener === own) listener = undefined;
      }
    },
  };
}
