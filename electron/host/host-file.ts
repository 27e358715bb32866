import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const hostSchema = z.object({
  pid: z.number().int().positive(),
  /** The path of a Unix socket, or the name of a pipe on Windows. */
  socket: z.string().min(1),
  token: z.string().min(1),
  /** Of the loopback server; missing where it is off. */
  port: z.number().int().min(1).max(65_535).exactOptional(),
  version: z.string(),
  startedAt: z.iso.datetime(),
});

/** Where the engine that owns a data folder listens, and what lets a caller in. */
export type Host = z.output<typeof hostSchema>;

/** The host file of an engine that is alive, as far as its process tells; undefined when there is none, or what is there is stale. */
export async function readHost(dataDir: string): Promise<Host | undefined> {
  let text: string;
  try {
    text = await readFile(hostFile(dataDir), 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  const host = hostSchema.safeParse(parseJson(text));
  return host.success && isProcessAlive(host.data.pid) ? host.data : undefined;
}

/** Replaces whatever is there in one step, readable by the owner alone. Only the engine that holds the database's lock may call this. */
export async function writeHost(dataDir: string, host: Host): Promise<void> {
  const temporary = `${hostFile(dataDir)}.${randomBytes(6).toString('hex')}`;
  await writeFile(temporary, JSON.stringify(host), { mode: 0o600, flag: 'wx' });
  await rename(temporary, hostFile(dataDir));
}

/** Removes the host file that carries this token. A successor may have written its own meanwhile: that one is put back. */
export async function removeHost(dataDir: string, token: string): Promise<void> {
  const aside = `${hostFile(dataDir)}.${randomBytes(6).toString('hex')}`;
  try {
    await rename(hostFile(dataDir), aside);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  const host = hostSchema.safeParse(parseJson(await readFile(aside, 'utf8')));
  if (host.success && host.data.token !== token) await rename(aside, hostFile(dataDir));
  else await rm(aside);
}

export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function hostFile(dataDir: string): string {
  return path.join(dataDir, 'host.json');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A damaged host file is a stale one.
    return undefined;
  }
}

/** `ENOTDIR`: a file stands where the data folder should be, which whoever opens the folder tells. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
