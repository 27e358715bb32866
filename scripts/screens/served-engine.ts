import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Connection, connectToEngine } from '../../electron/cli/client.ts';
import { readHost } from '../../electron/host/host-file.ts';
import { windowLink } from '../../electron/host/window-link.ts';

const project = path.resolve(import.meta.dirname, '../..');
const patienceMs = 60_000;

export interface ServedEngine {
  readonly child: ChildProcess;
  readonly connection: Connection;
  /** Opens one window, within a minute. */
  link(): Promise<string>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** An engine with the window, in a process of its own. */
export async function serveEngine(home: string, environment: Readonly<Record<string, string>> = {}): Promise<ServedEngine> {
  const child = spawn(process.execPath, [path.join(project, 'electron/cli/main.ts'), 'serve', '--quiet', '--home', home], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...environment, PAWL_HOME: home, HOME: `${home}-person` },
  });
  const exited = once(child, 'exit');
  const connection = await reach(home, child);
  return {
    child,
    connection,
    async link() {
      const host = await readHost(home);
      const link = host === undefined ? undefined : windowLink(host, Date.now());
      if (link === undefined) throw new Error('The engine serves no window');
      return link;
    },
    async stop(signal = 'SIGTERM') {
      connection.close();
      child.kill(signal);
      await exited;
    },
  };
}

async function reach(home: string, child: ChildProcess): Promise<Connection> {
  const giveUpAt = Date.now() + patienceMs;
  while (Date.now() < giveUpAt && child.exitCode === null) {
    const host = await readHost(home);
    if (host?.pid === child.pid && host !== undefined) {
      const reached = await connectToEngine(host, patienceMs);
      if ('connection' in reached) return reached.connection;
    }
    await delay(50);
  }
  throw new Error(`The engine on ${home} gave no answer`);
}
