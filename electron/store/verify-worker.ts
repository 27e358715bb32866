/** The entry of a worker thread: posts what is wrong with a copy of the database, unless it is told to stop. */
import { parentPort, workerData } from 'node:worker_threads';
import type { CheckOrder } from './check-apart.ts';
import { lookForDamage } from './integrity.ts';
import { readOnly } from './read-only.ts';

const { file, deep, stop }: CheckOrder = workerData;
const told = new Int32Array(stop);
const damage = new Set<string>();
readOnly(file, (copy) => {
  for (const found of lookForDamage(copy, deep)) {
    for (const line of found) damage.add(line);
    if (Atomics.load(told, 0) !== 0) return;
  }
});
if (Atomics.load(told, 0) === 0) parentPort?.postMessage([...damage]);
