import type { EngineClient } from '../../shared/contract/contract.ts';
import { openBenchApp } from './app.ts';
import type { Measure, Row } from './row.ts';
import { openWays } from './rpc-ways.ts';

const atOnce = 32;

export const rpcRow: Row = {
  name: 'rpc',
  title: 'Round trips of the contract over a window’s port, a browser’s WebSocket and the command line’s socket',
  async measure({ folder, seconds }) {
    const app = await openBenchApp(folder);
    const ways = await openWays(app, folder);
    const measures: Measure[] = [];
    for (const { name, client } of ways) {
      measures.push(await measure(`one at a time, over ${name}`, client, app.client, 1, seconds));
      measures.push(await measure(`${atOnce} in flight, over ${name}`, client, app.client, atOnce, seconds));
    }
    for (const { close } of ways) await close();
    await app.close(0);
    return measures;
  },
};

async function measure(what: string, client: EngineClient, inProcess: EngineClient, inFlight: number, seconds: number): Promise<Measure> {
  const ours = await callsPerSecond(client, inFlight, seconds);
  const floor = { name: 'in this process', value: await callsPerSecond(inProcess, inFlight, seconds) };
  return { what, unit: 'per second', ours, floor, ratio: ours / floor.value };
}

/** Calls that answer from memory and check their input and output, so that the way there and back is most of it. */
async function callsPerSecond(client: EngineClient, inFlight: number, seconds: number): Promise<number> {
  const call = () => client.triggers.list({});
  for (let count = 0; count < 200; count++) await call();
  const start = performance.now();
  const end = start + seconds * 1000;
  let calls = 0;
  async function work(): Promise<void> {
    while (performance.now() < end) {
      await call();
      calls += 1;
    }
  }
  await Promise.all(Array.from({ length: inFlight }, work));
  return calls / ((performance.now() - start) / 1000);
}
