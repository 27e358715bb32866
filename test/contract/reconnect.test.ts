import { mkdtemp, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createORPCClient, ORPCError } from '@orpc/client';
import { ClientRetryPlugin, type ClientRetryPluginContext } from '@orpc/client/plugins';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket as ReconnectingWebSocket } from 'partysocket';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { makeLoginCode } from '../../electron/host/http/login-code.ts';
import type { contract } from '../../shared/contract/contract.ts';
import type { RunUpdate } from '../../shared/contract/run-view.ts';
import { rpcProtocols } from '../../shared/lib/window-session.ts';
import { type Hosted, startHosted, token } from '../support/hosted-app.ts';

let hosted: Hosted;
beforeEach(async () => {
  hosted = await startHosted();
});
afterEach(() => hosted.close());

/** Twelve steps, each of which waits for a file of its name. */
const names = Array.from({ length: 12 }, (_, index) => `s${index}`);
const steps = names.map((name, index) => {
  const after = index === 0 ? '' : `needs: [s${index - 1}], `;
  return `  - { id: ${name}, action: shell.run, ${after}with: { command: 'until [ -e ${name} ]; do sleep 0.02; done' } }`;
});
const workflow = `name: Long\nsteps:\n${steps.join('\n')}\n`;

/** A window in a browser: logged in by a code, with a session among its subprotocols, and a socket that comes back by itself. */
async function openWindow() {
  const login = await hosted.ask('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: hosted.server.url },
    body: JSON.stringify({ code: makeLoginCode(token, Date.now()) }),
  });
  let cable: Socket | undefined;
  let connections = 0;
  class CutSocket extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, {
        origin: hosted.server.url,
        createConnection: () => {
          connections += 1;
          cable = connect(hosted.server.port, '127.0.0.1');
          return cable;
        },
      });
    }
  }
  const socket = new ReconnectingWebSocket(`ws://127.0.0.1:${hosted.server.port}/rpc`, rpcProtocols(login.json.session), {
    WebSocket: CutSocket,
    minReconnectionDelay: 10,
    maxReconnectionDelay: 50,
  });
  const link = new RPCLink<ClientRetryPluginContext>({
    websocket: socket as unknown as globalThis.WebSocket,
    plugins: [
      new ClientRetryPlugin({
        // What the engine answers is an answer; only a cut is tried again.
        default: { retry: Number.POSITIVE_INFINITY, retryDelay: 10, shouldRetry: ({ error }) => !(error instanceof ORPCError) },
      }),
    ],
  });
  const client: ContractRouterClient<typeof contract, ClientRetryPluginContext> = createORPCClient(link);
  return { client, cut: () => cable?.destroy(), connections: () => connections, close: () => socket.close() };
}

describe('a window whose connection is cut again and again', () => {
  it('sees every step of a live run end once, in order, with no gap', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'pawl-cut-'));
    const window = await openWindow();
    const { runId } = await window.client.runs.start({ source: { text: workflow, path: path.join(folder, 'long.pawl.yaml') } });
    const updates: RunUpdate[] = [];
    for await (const update of await window.client.runs.follow({ run: runId })) {
      updates.push(update);
      if (update.type !== 'step' || update.step.state !== 'running') continue;
      // The step's end is told behind the cut.
      if (Number(update.step.id.slice(1)) % 3 === 0) window.cut();
      await writeFile(path.join(folder, update.step.id), '');
    }
    const ended = updates.flatMap((update) => (update.type === 'step' && update.step.state === 'succeeded' ? [update.step.id] : []));
    expect(ended).toEqual(names);
    expect(updates.at(-1)).toMatchObject({ type: 'run', run: { state: 'completed' } });
    expect(window.connections()).toBeGreaterThanOrEqual(5);
    window.close();
  });
});
