import { spawn } from 'node:child_process';
import type Electron from 'electron';
import { LoudEmitter, loud } from './loud.ts';

class UtilityProcess extends LoudEmitter {
  pid: number | undefined;

  constructor(file: string, args: readonly string[], { env, cwd }: Electron.ForkOptions) {
    super();
    const child = spawn(process.execPath, [file, ...args], { env: { ...process.env, ...env }, cwd, stdio: 'ignore' });
    this.pid = child.pid;
    child.once('exit', (code) => {
      this.pid = undefined;
      this.emit('exit', code ?? 1);
    });
  }
}

/** Processes of Electron's that run a file of ours: here plain Node.js, without a port to talk over. */
export const utilityProcess = loud('utilityProcess', {
  fork: (file: string, args: readonly string[] = [], options: Electron.ForkOptions = {}) => new UtilityProcess(file, args, options),
});
