import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';

const main = path.resolve(import.meta.dirname, '../../electron/cli/main.ts');

export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

/** A folder to work in, with a data folder of its own, and `pawl` called there. */
export interface Place {
  readonly folder: string;
  write(name: string, content: string): Promise<void>;
  start(...args: readonly string[]): ChildProcessWithoutNullStreams;
  pawl(...args: readonly string[]): Promise<Ended>;
  /** As `pawl`, in JSON mode; parses what it printed. */
  json(...args: readonly string[]): Promise<{ readonly answer: unknown; readonly code: number | null }>;
}

/** `environment` is set on top of this process's own. */
export async function makePlace(environment: Readonly<Record<string, string>> = {}): Promise<Place> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pawl-place-'));
  const start = (...args: readonly string[]) =>
    spawn(process.execPath, [main, ...args], {
      cwd: folder,
      env: { ...process.env, ...environment, PAWL_HOME: path.join(folder, 'home') },
    });
  const pawl = async (...args: readonly string[]) => whenEnded(start(...args));
  return {
    folder,
    write: (name, content) => writeFile(path.join(folder, name), content),
    start,
    pawl,
    async json(...args) {
      const { stdout, stderr, code } = await pawl('--format', 'json', ...args);
      if (stdout === '') throw new Error(`nothing on stdout; stderr: ${stderr}`);
      return { answer: JSON.parse(stdout), code };
    },
  };
}

export async function whenEnded(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  child.stdin.end();
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { stdout, stderr, code };
}

/** Resolves with everything printed so far, once the pattern is in it. */
export function whenPrinted(child: ChildProcessWithoutNullStreams, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const look = (chunk: Buffer) => {
      printed += chunk.toString();
      if (!pattern.test(printed)) return;
      child.stdout.off('data', look);
      child.stderr.off('data', look);
      resolve(printed);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('close', () => reject(new Error(`ended before it printed ${pattern}: ${printed}`)));
  });
}
