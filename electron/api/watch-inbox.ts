import type { InboxCount } from '../../shared/contract/inbox.ts';
import type { RunEventType } from '../../shared/run/events.ts';
import type { Engine } from '../engine/engine.ts';
import type { Store } from '../store/store.ts';
import { countInbox } from './inbox-items.ts';

/** Events of a run after which something may wait for a person, or wait no more. */
const MAY_CHANGE: ReadonlySet<RunEventType> = new Set([
  'step.waiting',
  'step.asked',
  'step.answered',
  'step.unknown',
  'step.decided',
  'step.succeeded',
  'step.failed',
  'step.cancelled',
  'run.finished',
]);

/** The count now, and after each change, until `signal` aborts. Changes that come together are told together. */
export async function* watchInbox(
  store: Store,
  engine: Pick<Engine, 'listen'>,
  signal: AbortSignal | undefined,
): AsyncGenerator<InboxCount> {
  let told = '';
  let changed = Promise.withResolvers<void>();
  const wake = (): void => changed.resolve();
  const stop = engine.listen(({ event }) => {
    if (MAY_CHANGE.has(event.type)) wake();
  });
  signal?.addEventListener('abort', wake);
  try {
    while (signal?.aborted !== true) {
      changed = Promise.withResolvers<void>();
      const count = countInbox(store);
      const text = JSON.stringify(count);
      if (text !== told) yield count;
      told = text;
      await changed.promise;
    }
  } finally {
    stop();
    signal?.removeEventListener('abort', wake);
  }
}
