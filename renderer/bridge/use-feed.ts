import { useEffect, useRef } from 'react';
import { whenConnected } from './engine.ts';
import { isConnectionLost } from './failure.ts';

/**
 * Listens to a live feed for as long as the component is there. `open` is called again after a lost connection: it goes on from where the
 * last feed ended. A feed that fails for another reason tells `onFailure` and is left.
 */
export function useFeed<T>(
  key: string,
  open: (signal: AbortSignal) => Promise<AsyncIterable<T>>,
  onItem: (item: T) => void,
  onFailure?: (error: unknown) => void,
): void {
  const latest = useRef({ open, onItem, onFailure });
  latest.current = { open, onItem, onFailure };

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says when it is another feed.
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    async function listen(): Promise<void> {
      while (!signal.aborted) {
        try {
          await whenConnected(signal);
          for await (const item of await latest.current.open(signal)) {
            if (signal.aborted) return;
            latest.current.onItem(item);
          }
          return;
        } catch (error) {
          if (signal.aborted) return;
          if (!isConnectionLost(error)) {
            latest.current.onFailure?.(error);
            return;
          }
          await new Promise((resolve) => setTimeout(resolve, 200));
        }
      }
    }
    void listen();
    return () => leaving.abort();
  }, [key]);
}
