import type { Clock } from '../../../shared/lib/clock.ts';
import { walk } from './walk.ts';
import type { Watcher, WatchScope, WatchSink } from './watcher.ts';

/** At most this share of the time goes into comparing. */
const MAX_LOAD = 0.1;

/** Asks for a comparison every `intervalMs`, more slowly on trees that take long to read. For drives that send no events, and when watches run out. */
export function createPollWatcher({ matcher, followSymlinks }: WatchScope, sink: WatchSink, clock: Clock, intervalMs: number): Watcher {
  let timer: number | undefined;
  let closed = false;
  return {
    async scan(visit) {
      clock.clearTimeout(timer ?? 0);
      const startedAt = performance.now();
      const result = await walk(matcher.roots, { matcher, followSymlinks, visit });
      if (!closed) timer = clock.setTimeout(() => sink.stale(), Math.max(intervalMs, (performance.now() - startedAt) / MAX_LOAD));
      return result;
    },
    async close() {
      closed = true;
      clock.clearTimeout(timer ?? 0);
    },
  };
}
