import { setTimeout as delay } from 'node:timers/promises';
import { type App, type AppOptions, createApp } from '../app.ts';

export interface KeptAppOptions extends Omit<AppOptions, 'create' | 'onPoisoned'> {
  /** False: an engine whose disk has failed is closed and given up. */
  readonly reopens: boolean;
  /** The engine is gone, and is being opened again: nothing can be asked meanwhile. Told again, with the reason, while it cannot be. */
  onLost(error: unknown): void;
  onOpenedAgain(app: App): void;
  /** The engine is closed and nothing more is tried: a person has to act before the data folder can be opened, or it is not to be opened again. */
  onGivenUp(error: unknown): void;
}

export interface KeptApp {
  /** As it was opened last. */
  readonly app: App;
  close(graceMs: number): Promise<void>;
}

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 10_000;
/** An engine that stood this long was no flash in the pan: the next loss is a new one. */
const SOUND_MS = 60_000;

/**
 * An engine that opens its data folder again when the disk has failed (crash-only: a new store and a new engine recover from what was
 * written), with growing pauses while it cannot. Throws DatabaseUnavailable when it cannot be opened the first time.
 */
export async function keepApp(options: KeptAppOptions): Promise<KeptApp> {
  const closing = new AbortController();
  let waitMs = 0;
  let openedAt = 0;
  let reopening: Promise<void> = Promise.resolve();
  let isOpen = true;
  let app = await open(true);

  async function open(create: boolean): Promise<App> {
    let isReady = false;
    let failure: Error | undefined;
    const opened = await createApp({
      ...options,
      create,
      onPoisoned: (error) => {
        failure = error;
        if (isReady) reopening = reopen(error);
      },
    });
    isReady = true;
    if (failure !== undefined) {
      await opened.close(0);
      throw failure;
    }
    openedAt = performance.now();
    return opened;
  }

  async function reopen(error: Error): Promise<void> {
    if (closing.signal.aborted) return;
    if (performance.now() - openedAt > SOUND_MS) waitMs = 0;
    isOpen = false;
    if (options.reopens) options.onLost(error);
    await app.close(0).catch(options.onFault);
    if (!options.reopens) return options.onGivenUp(error);
    for (;;) {
      if (waitMs > 0) await delay(waitMs, undefined, { signal: closing.signal }).catch(() => {});
      if (closing.signal.aborted) return;
      waitMs = Math.min(Math.max(waitMs * 2, FIRST_WAIT_MS), LONGEST_WAIT_MS);
      try {
        app = await open(false);
        isOpen = true;
        return options.onOpenedAgain(app);
      } catch (failure) {
        if (needsPerson(failure)) return options.onGivenUp(failure);
        options.onLost(failure);
      }
    }
  }

  return {
    get app() {
      return app;
    },
    async close(graceMs) {
      closing.abort();
      await reopening;
      if (isOpen) await app.close(graceMs);
    },
  };
}

function needsPerson(error: unknown): boolean {
  if (!(error instanceof Error && 'problem' in error)) return false;
  return error.problem === 'damaged' || error.problem === 'foreign' || error.problem === 'from_the_future';
}
