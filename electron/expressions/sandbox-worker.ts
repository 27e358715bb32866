/** The entry of a sandbox worker thread: takes jobs, evaluates them one after the other, reports. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { createGuest } from './guest.ts';
import { type Job, LOADED, type Report, RUNNING, type WorkerData } from './sandbox-messages.ts';

/** After this long, what has not started is given back, so that nothing waits behind a slow evaluation. */
const GIVE_BACK_AFTER_MS = 20;

if (parentPort === null) throw new Error('sandbox-worker.ts only runs as a worker thread');
const port = parentPort;
const status = new Int32Array((workerData as WorkerData).status);
const guest = await createGuest();
Atomics.store(status, LOADED, 1);

let waiting: Job[] = [];
let outcomes: Report['outcomes'][number][] = [];

port.on('message', (jobs: readonly Job[]) => {
  waiting.push(...jobs);
  const startedAt = performance.now();
  const isSlow = (): boolean => performance.now() - startedAt > GIVE_BACK_AFTER_MS;
  let toldBusy = false;
  const tellBusy = (): void => {
    if (toldBusy || !isSlow()) return;
    toldBusy = true;
    for (let late = receiveMessageOnPort(port); late; late = receiveMessageOnPort(port)) waiting.push(...late.message);
    report({ busy: true, retire: false });
  };

  for (let job = waiting.shift(); job; job = isSlow() ? undefined : waiting.shift()) {
    Atomics.store(status, RUNNING, job.id);
    const { outcome, worn } = guest.evaluate(job, tellBusy);
    Atomics.store(status, RUNNING, 0);
    outcomes.push({ id: job.id, outcome });
    if (worn) return report({ busy: false, retire: true });
  }
  report({ busy: false, retire: false });
});

function report({ busy, retire }: Pick<Report, 'busy' | 'retire'>): void {
  const message: Report = { outcomes, returned: waiting.map(({ id }) => id), busy, retire };
  outcomes = [];
  waiting = [];
  port.postMessage(message);
}
