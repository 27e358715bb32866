import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { growLog } from './grow-log.ts';
import { openStore, type Store } from './store.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pawl-log-'));
  folders.push(folder);
  return folder;
}

const open = (dataDir: string, longLog: boolean): Store =>
  openStore({ dataDir, longLog, newId: () => randomBytes(4).toString('hex'), onPoisoned: (error) => expect.unreachable(String(error)) });

it('a long log loses nothing and adds nothing over a crash, wherever it ends', async () => {
  const home = makeFolder();
  const store = open(home, true);
  expect(statSync(join(home, 'pawl.db-wal')).size).toBeGreaterThan(4_000_000);
  for (let count = 1; count <= 20; count++) {
    await store.write(() => store.settings.put('count', count));
    if (count % 5 !== 0) continue;
    // The files as a crash leaves them: the next engine sees exactly what was committed.
    const crashed = makeFolder();
    cpSync(home, crashed, { recursive: true });
    const after = open(crashed, count % 10 === 0);
    expect(after.settings.get('count')).toBe(count);
    expect(after.checkIntegrity()).toEqual([]);
    after.close();
  }
  store.close();
  const again = open(home, true);
  expect(again.settings.get('count')).toBe(20);
  again.close();
});

it('a log that is long already is left as it is', () => {
  const file = join(makeFolder(), 'log');
  writeFileSync(file, Buffer.alloc(5_000_000, 7));
  growLog(file);
  expect(statSync(file).size).toBe(5_000_000);
});
