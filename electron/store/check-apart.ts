import { Worker } from 'node:worker_threads';

/** What the thread is given. */
export interface CheckOrder {
  readonly file: string;
  readonly deep: boolean;
  /** One number; anything but zero: stop. */
  readonly stop: SharedArrayBuffer;
}

/** The thread looks at this between two pieces, and we ask as often whether it is still wanted. */
const ASK_MS = 100;

/** `findDamage` of a database that nobody writes, in a thread of its own. `shouldStop` ends it early, with an error. */
export async function checkApart(file: string, { deep = false, shouldStop = (): boolean => false } = {}): Promise<readonly string[]> {
  const order: CheckOrder = { file, deep, stop: new SharedArrayBuffer(4) };
  const entry = import.meta.url.endsWith('.ts') ? './verify-worker.ts' : './verify-worker.js';
  const worker = new Worker(new URL(entry, import.meta.url), { workerData: order });
  const asking = setInterval(() => shouldStop() && Atomics.store(new Int32Array(order.stop), 0, 1), ASK_MS);
  try {
    return await new Promise((resolve, reject) => {
      worker.once('message', (damage: readonly string[]) => resolve(damage));
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error(`The check of ${file} was stopped`)));
    });
  } finally {
    clearInterval(asking);
  }
}
