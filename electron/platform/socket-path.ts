import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** `sun_path` holds 108 bytes on Linux and 104 on macOS, the closing zero among them. */
const longestPathBytes = 103;

export interface SocketPath {
  readonly path: string;
  /** Removes what the socket leaves behind. */
  clean(): Promise<void>;
}

/** A path to listen at: in the data folder, or in a short private folder where that path would be too long. */
export async function makeSocketPath(dataDir: string, name: string, os: NodeJS.Platform): Promise<SocketPath> {
  if (os === 'win32') {
    const folder = createHash('sha256').update(dataDir.toLowerCase()).digest('hex').slice(0, 16);
    return { path: `\\\\.\\pipe\\pawl-${folder}-${randomBytes(8).toString('hex')}`, clean: async () => {} };
  }
  const near = path.join(dataDir, name);
  if (Buffer.byteLength(near) <= longestPathBytes) {
    const clean = () => rm(near, { force: true });
    // What a killed engine left: the caller holds the database's lock, so nobody listens there.
    await clean();
    return { path: near, clean };
  }
  // mkdtemp makes the folder with mode 0700.
  const folder = await mkdtemp(path.join(tmpdir(), 'pawl-'));
  return { path: path.join(folder, 's'), clean: () => rm(folder, { recursive: true, force: true }) };
}
