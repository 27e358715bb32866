import { once } from 'node:events';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import { startHttpServer } from '../../electron/host/http-server.ts';
import { newToken } from '../../electron/host/socket-server.ts';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { rpcProtocol } from '../../shared/lib/window-session.ts';
import { openBenchApp } from './app.ts';
import type { Measure, Row } from './row.ts';

const atOnce = 32;

export const rpcRow: Row = {
  name: 'rpc',
  title: 'Round trips of the contract, over WebSocket and in this process',
  async measure({ folder, seconds }) {
    const app = await openBenchApp(folder);
    const token = newToken();
    const onFault = (error: unknown): never => {
      throw error;
    };
    const server = await startHttpServer({ app, token, version: 'bench', rendererDir: folder, port: 0, onFault });
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, [rpcProtocol], { headers: { authorization: `Bearer ${token}` } });
    await once(socket, 'open');
    // ws keeps the browser's interface; only the classes of its event objects differ, which the link does not look at.
    const client: EngineClient = createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
    const measures = [
      await measure('one at a time, over WebSocket', client, app.client, 1, seconds),
      await measure(`${atOnce} in flight, over WebSocket`, client, app.client, atOnce, seconds),
    ];
    socket.close();
    await server.close();
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
