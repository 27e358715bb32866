import type { RunSummary, RunsUpdate } from '../../shared/contract/run-view.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { isTerminalRun, liveRunStatuses } from '../../shared/run/status.ts';
import type { Engine } from '../engine/engine.ts';
import type { Store } from '../store/store.ts';
import { iso, runSummary } from './views.ts';

export interface RunsWatch {
  /** What is under way, then what changes, until `signal` aborts. */
  watch(signal: AbortSignal | undefined): AsyncGenerator<RunsUpdate>;
}

export interface RunsWatchParts {
  readonly store: Store;
  readonly engine: Pick<Engine, 'listen' | 'listenToAdmissions'>;
  readonly clock: Clock;
}

const FLUSH_MS = 100;
/** More changed runs than this are not told one by one: whoever watches is told to look again. */
const MOST_CHANGED = 1000;
const MOST_ACTIVE = 200;

/** One look at the engine for all who watch. Nothing is listened to while nobody does. */
export function createRunsWatch({ store, engine, clock }: RunsWatchParts): RunsWatch {
  const watchers = new Set<Watcher>();
  const changed = new Set<string>();
  /** What was told last of the runs that have not ended. */
  const told = new Map<string, string>();
  let stops: readonly (() => void)[] = [];
  let timer: number | undefined;
  let flushedAt = 0;

  function note(runId: string): void {
    changed.add(runId);
    if (timer !== undefined) return;
    // The first change of a quiet time is told at once; the clock may have been set since.
    const waitMs = Math.min(FLUSH_MS, Math.max(0, flushedAt + FLUSH_MS - clock.now()));
    timer = clock.setTimeout(flush, waitMs);
  }

  function flush(): void {
    timer = undefined;
    flushedAt = clock.now();
    const ids = [...changed];
    changed.clear();
    if (ids.length > MOST_CHANGED) {
      told.clear();
      for (const watcher of watchers) watcher.lookAgain();
      return;
    }
    const runs = ids.flatMap(changedSummary);
    if (runs.length > 0) for (const watcher of watchers) watcher.add(runs);
  }

  function changedSummary(runId: string): RunSummary[] {
    const row = store.runs.byId(runId);
    if (row === undefined) return [];
    const run = runSummary(store, row);
    const text = JSON.stringify(run);
    if (told.get(runId) === text) return [];
    if (isTerminalRun(run.state)) told.delete(runId);
    else told.set(runId, text);
    return [run];
  }

  function enter(watcher: Watcher): void {
    watchers.add(watcher);
    if (watchers.size > 1) return;
    stops = [engine.listen(({ runId }) => note(runId)), engine.listenToAdmissions(({ id }) => note(id))];
  }

  function leave(watcher: Watcher): void {
    watchers.delete(watcher);
    if (watchers.size > 0) return;
    for (const stop of stops) stop();
    if (timer !== undefined) clock.clearTimeout(timer);
    timer = undefined;
    changed.clear();
    told.clear();
  }

  function snapshot(): RunsUpdate {
    const rows = store.runs.list({ statuses: liveRunStatuses, limit: MOST_ACTIVE });
    return { type: 'snapshot', at: iso(clock.now()), counts: countLive(store), runs: rows.map((row) => runSummary(store, row)) };
  }

  return {
    async *watch(signal) {
      const watcher = createWatcher();
      signal?.addEventListener('abort', watcher.end, { once: true });
      enter(watcher);
      try {
        if (signal?.aborted) return;
        for (;;) {
          const news = await watcher.next();
          if (news === undefined) return;
          yield news === 'look again' ? snapshot() : { type: 'changes', at: iso(clock.now()), counts: countLive(store), runs: news };
        }
      } finally {
        leave(watcher);
        signal?.removeEventListener('abort', watcher.end);
      }
    },
  };
}

/** How many runs are in each state that is not an end. */
export function countLive(store: Store): RunsUpdate['counts'] {
  const counts = store.runs.countLive();
  const count = (status: (typeof liveRunStatuses)[number]): number => counts.get(status) ?? 0;
  return {
    queued: count('queued'),
    running: count('running'),
    paused: count('paused'),
    waiting: count('waiting'),
    needs_attention: count('needs_attention'),
  };
}

type Watcher = ReturnType<typeof createWatcher>;

/** What waits to be told to one who watches: the latest of each run, or that there is too much of it. */
function createWatcher() {
  const waiting = new Map<string, RunSummary>();
  let isBehind = true;
  let ended = false;
  let wake: (() => void) | undefined;

  function lookAgain(): void {
    isBehind = true;
    waiting.clear();
    wake?.();
  }

  return {
    lookAgain,
    add(runs: readonly RunSummary[]): void {
      // A snapshot that is still to be taken will hold them.
      if (isBehind) return;
      for (const run of runs) waiting.set(run.runId, run);
      if (waiting.size > MOST_CHANGED) lookAgain();
      else wake?.();
    },
    end(): void {
      ended = true;
      wake?.();
    },
    /** Undefined when the listener has gone. */
    async next(): Promise<RunSummary[] | 'look again' | undefined> {
      while (waiting.size === 0 && !isBehind && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (ended) return undefined;
      if (isBehind) {
        isBehind = false;
        return 'look again';
      }
      const runs = [...waiting.values()];
      waiting.clear();
      return runs;
    },
  };
}
