import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Connection, connectToEngine } from '../../electron/cli/client.ts';
import { readHost } from '../../electron/host/host-file.ts';

const project = resolve(import.meta.dirname, '../..');
const POLL_MS = 2;
const PATIENCE_MS = 60_000;

/** The built command, serving a data folder in a process of its own. */
export interface ServedPawl {
  readonly connection: Connection;
  /** From the start of the process to its first answer. */
  readonly startMs: number;
  /** Of memory that it holds. */
  residentMb(): Promise<number>;
  /** Resolves when it has ended in order. */
  stop(): Promise<void>;
}

/** Throws when there is no built command, or it does not answer. */
export async function servePawl(home: string): Promise<ServedPawl> {
  if (!existsSync(join(project, 'out/cli/pawl.js'))) throw new Error('There is no built command to measure: npm run build');
  const startedAt = performance.now();
  const child = spawn(process.execPath, [join(project, 'bin/pawl.mjs'), 'serve', '--quiet', '--home', home], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, PAWL_HOME: home },
  });
  const exited = once(child, 'exit');
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const connection = await firstAnswer(home, child, () => said);
  const startMs = performance.now() - startedAt;
  return {
    connection,
    startMs,
    residentMb: async () => residentMb(child.pid),
    async stop() {
      connection.close();
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function firstAnswer(home: string, child: ChildProcess, said: () => string): Promise<Connection> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (performance.now() < giveUpAt && child.exitCode === null) {
    const host = await readHost(home);
    if (host?.pid === child.pid && host !== undefined) {
      const reached = await connectToEngine(host, PATIENCE_MS);
      if ('connection' in reached) {
        await reached.connection.client.system.info();
        return reached.connection;
      }
    }
    await new Promise((wake) => setTimeout(wake, POLL_MS));
  }
  child.kill('SIGKILL');
  throw new Error(`pawl serve gave no answer: ${said()}`);
}

async function residentMb(pid: number | undefined): Promise<number> {
  if (process.platform === 'win32') throw new Error('The memory of a process is measured on Linux and macOS only');
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout.trim()) / 1024;
}
