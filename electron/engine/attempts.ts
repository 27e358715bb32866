import type { Clock } from '../../shared/lib/clock.ts';

/** The attempts of a run that code of ours is at work on: one for each step at most. */
export interface Attempts {
  /** Begins one. `over` is told when it has ended and no other of the step has begun. */
  begin(path: string, perform: (signal: AbortSignal) => Promise<void>, over: () => void): Promise<void>;
  /** False when none is under way. */
  abort(path: string, reason: Error): boolean;
  /** Resolves when all have ended; those that have not after `graceMs` are aborted. */
  end(graceMs: number, reason: Error): Promise<void>;
}

export function createAttempts(clock: Clock): Attempts {
  const underWay = new Map<string, { readonly controller: AbortController; readonly done: Promise<void> }>();
  return {
    begin(path, perform, over) {
      const controller = new AbortController();
      const done = perform(controller.signal).finally(() => {
        if (underWay.get(path)?.controller !== controller) return;
        underWay.delete(path);
        over();
      });
      underWay.set(path, { controller, done });
      return done;
    },
    abort(path, reason) {
      const attempt = underWay.get(path);
      attempt?.controller.abort(reason);
      return attempt !== undefined;
    },
    async end(graceMs, reason) {
      const done = Promise.allSettled([...underWay.values()].map((attempt) => attempt.done));
      let handle: number | undefined;
      const late = new Promise<void>((resolve) => {
        handle = clock.setTimeout(resolve, graceMs);
      });
      await Promise.race([done, late]);
      if (handle !== undefined) clock.clearTimeout(handle);
      for (const { controller } of underWay.values()) controller.abort(reason);
      await done;
    },
  };
}
