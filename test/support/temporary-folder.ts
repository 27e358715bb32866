import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Gives a whole run of tests one temporary folder, and takes it away at the end: what single tests leave behind would fill the disk. */
export default async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pawl-tests-'));
  // Some tests do their work as another user, who has to get through.
  await chmod(folder, 0o711);
  // Of this process and all that it starts.
  process.env['TMPDIR'] = folder;
  return () => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
