import { describeTimeout } from './guest-answer.ts';
import type { Failure, Job, Outcome, Report } from './sandbox-messages.ts';
import { startWorkerSlot, type WorkerSlot } from './worker-slot.ts';

/** Spreads jobs over worker threads. The first thread starts with the first job, another one when a job holds the others up. */
export interface WorkerPool {
  run(job: Omit<Job, 'id'>): Promise<Outcome>;
  /** Ends the threads; jobs under way and later ones fail with `error`. */
  close(error: Error): void;
}

interface Task {
  readonly job: Job;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: Error) => void;
}

/** A worker gets more jobs before it runs dry, and never many more than it does in a few milliseconds. */
const REFILL_BELOW = 32;
const MOST_HELD = 64;
/** What the guest's own deadline could not stop is killed this long after it. */
const KILL_GRACE_MS = 800;
const WATCH_EVERY_MS = 50;
const EXTRA_WORKERS_KEPT_MS = 10_000;
const MAX_ID = 0x7fff_ffff;

const DIED: Failure = {
  kind: 'failure',
  code: 'EXPR_MEMORY',
  message: 'The expression brought its sandbox down',
  hint: 'Work on less data at once.',
};

export function createWorkerPool({ workerFile, maxWorkers }: { readonly workerFile: URL; readonly maxWorkers: number }): WorkerPool {
  const tasks = new Map<number, Task>();
  const slots = new Set<WorkerSlot>();
  let waiting: number[] = [];
  let lastId = 0;
  let closedBy: Error | undefined;
  let isScheduled = false;
  let watch: NodeJS.Timeout | undefined;
  let shrink: NodeJS.Timeout | undefined;

  /** The jobs of one turn go out in one message. */
  const scheduleDispatch = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    queueMicrotask(() => {
      isScheduled = false;
      dispatch({ isHeldUp: false });
    });
  };
  const dispatch = ({ isHeldUp }: { isHeldUp: boolean }): void => {
    if (waiting.length === 0) return;
    const ready = [...slots].filter((slot) => !slot.isBusy && slot.held.size < REFILL_BELOW);
    const isEachBusy = [...slots].every((slot) => slot.isBusy);
    if ((isHeldUp || isEachBusy) && slots.size < maxWorkers) ready.push(startSlot());
    const share = Math.ceil(waiting.length / Math.max(1, ready.length));
    for (const slot of ready) {
      const ids = waiting.splice(0, Math.min(share, MOST_HELD - slot.held.size));
      if (ids.length > 0) slot.send(ids.flatMap((id) => tasks.get(id)?.job ?? []));
    }
  };

  const startSlot = (): WorkerSlot => {
    const slot = startWorkerSlot(workerFile, {
      onReport: (report) => takeReport(slot, report),
      onDeath: ({ culprit, hasLoaded, cause }) => {
        if (!hasLoaded) return failAll(new Error(`The expression sandbox could not start from ${workerFile.href}`, { cause }));
        if (culprit !== undefined) settle(culprit, DIED);
        replace(slot);
      },
    });
    slots.add(slot);
    return slot;
  };
  const takeReport = (slot: WorkerSlot, { outcomes, returned, retire }: Report): void => {
    for (const { id, outcome } of outcomes) settle(id, outcome);
    putBack(returned);
    if (retire) replace(slot);
    dispatch({ isHeldUp: returned.length > 0 });
  };
  /** Gives up a worker; what it has not answered goes to others. */
  const replace = (slot: WorkerSlot): void => {
    slots.delete(slot);
    slot.terminate();
    putBack([...slot.held].filter((id) => tasks.has(id)));
    scheduleDispatch();
  };
  const putBack = (ids: readonly number[]): void => {
    if (ids.length > 0) waiting = [...ids, ...waiting];
  };
  const settle = (id: number, outcome: Outcome): void => {
    tasks.get(id)?.resolve(outcome);
    tasks.delete(id);
  };
  const failAll = (error: Error): void => {
    for (const slot of slots) slot.terminate();
    for (const { reject } of tasks.values()) reject(error);
    slots.clear();
    tasks.clear();
    waiting = [];
  };

  const watchWorkers = (): void => {
    const now = performance.now();
    for (const slot of slots) {
      const overdue = tasks.get(slot.findOverdue(now, (id) => (tasks.get(id)?.job.timeoutMs ?? 0) + KILL_GRACE_MS) ?? 0);
      if (overdue === undefined) continue;
      settle(overdue.job.id, describeTimeout(overdue.job));
      replace(slot);
    }
    if (tasks.size > 0) return;
    clearInterval(watch);
    watch = undefined;
    shrink = setTimeout(dropExtraSlots, EXTRA_WORKERS_KEPT_MS).unref();
  };
  const dropExtraSlots = (): void => {
    for (const slot of [...slots].slice(1)) {
      slots.delete(slot);
      slot.terminate();
    }
  };

  return {
    run(job) {
      if (closedBy) return Promise.reject(closedBy);
      clearTimeout(shrink);
      // Unreferenced: a worker that holds jobs keeps the process alive by itself.
      watch ??= setInterval(watchWorkers, WATCH_EVERY_MS).unref();
      lastId = (lastId % MAX_ID) + 1;
      const id = lastId;
      const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
      tasks.set(id, { job: { ...job, id }, resolve, reject });
      waiting.push(id);
      scheduleDispatch();
      return promise;
    },
    close(error) {
      closedBy = error;
      clearInterval(watch);
      clearTimeout(shrink);
      failAll(error);
    },
  };
}
