import { Worker } from 'node:worker_threads';
import { type Job, LOADED, type Report, RUNNING, type WorkerData } from './sandbox-messages.ts';

/** One worker thread and the jobs that it holds. Its thread keeps the process alive only while it holds some. */
export interface WorkerSlot {
  readonly held: ReadonlySet<number>;
  /** In the middle of a long evaluation: nothing may be sent. */
  readonly isBusy: boolean;
  send(jobs: readonly Job[]): void;
  /** Called every few milliseconds, it finds the job that has been running for longer than `limitMs` gives it. */
  findOverdue(now: number, limitMs: (id: number) => number): number | undefined;
  terminate(): void;
}

export interface WorkerSlotEvents {
  onReport(report: Report): void;
  /** The thread ended by itself. `culprit` is the job that was running; `hasLoaded` is false when it never came up. */
  onDeath(death: { readonly culprit: number | undefined; readonly hasLoaded: boolean; readonly cause: unknown }): void;
}

export function startWorkerSlot(file: URL, events: WorkerSlotEvents): WorkerSlot {
  const workerData: WorkerData = { status: new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT) };
  const status = new Int32Array(workerData.status);
  // With a smaller stack, deep recursion in the guest overflows the thread's own stack before the guest's limit is met.
  const worker = new Worker(file, { workerData, execArgv: [], resourceLimits: { stackSizeMb: 16, maxOldGenerationSizeMb: 128 } });
  worker.unref();

  const held = new Set<number>();
  const running = (): number | undefined => Atomics.load(status, RUNNING) || undefined;
  let isBusy = false;
  let isTerminated = false;
  let seen: { id: number | undefined; since: number } = { id: undefined, since: 0 };
  let cause: unknown;

  worker.on('message', (report: Report) => {
    isBusy = report.busy;
    for (const { id } of report.outcomes) held.delete(id);
    for (const id of report.returned) held.delete(id);
    if (held.size === 0) worker.unref();
    events.onReport(report);
  });
  worker.on('error', (error) => {
    cause = error;
  });
  worker.on('exit', () => {
    if (!isTerminated) events.onDeath({ culprit: running(), hasLoaded: Atomics.load(status, LOADED) === 1, cause });
  });

  return {
    held,
    get isBusy() {
      return isBusy;
    },
    send(jobs) {
      for (const { id } of jobs) held.add(id);
      worker.ref();
      worker.postMessage(jobs);
    },
    findOverdue(now, limitMs) {
      const id = running();
      if (id !== seen.id) seen = { id, since: now };
      return id !== undefined && now - seen.since > limitMs(id) ? id : undefined;
    },
    terminate() {
      isTerminated = true;
      worker.removeAllListeners('message');
      void worker.terminate();
    },
  };
}
