import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { readHost } from '../host/host-file.ts';
import { CommandFailure } from './command-failure.ts';
import type { Engine } from './connect.ts';
import { exitCodes } from './exit-codes.ts';
import type { Session } from './session.ts';
import { withEngine } from './with-engine.ts';

const startMs = 10_000;
const pollMs = 30;

/** As `withEngine`, with an engine that stays until its queue is empty. Starts one in the background where none is alive. */
export async function withBackgroundEngine<T>(session: Session, use: (engine: Engine) => Promise<T>): Promise<T> {
  if ((await readHost(session.dataDir)) === undefined) await startInBackground(session.dataDir);
  return withEngine(session, 'none', use);
}

async function startInBackground(dataDir: string): Promise<void> {
  const script = process.argv[1];
  if (script === undefined) throw new Error('The path of the pawl script is unknown');
  const child = spawn(process.execPath, [script, 'run-queue', '--home', dataDir], { detached: true, stdio: 'ignore', windowsHide: true });
  const exited = new Promise<'exited'>((resolve, reject) => {
    child.once('exit', () => resolve('exited'));
    child.once('error', reject);
  });
  child.unref();
  const deadline = Date.now() + startMs;
  while (Date.now() < deadline) {
    if ((await readHost(dataDir)) !== undefined) return;
    // It ends at once where another engine was faster: that one will do.
    if ((await Promise.race([exited, delay(pollMs)])) === 'exited') return;
  }
  throw new CommandFailure('ENGINE_UNREACHABLE', `No engine could be started for ${dataDir}.`, exitCodes.unreachable, {
    hint: 'See `pawl doctor`.',
  });
}
