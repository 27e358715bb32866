import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import type { FileFact } from '../trigger-ports.ts';
import { createSettler, type SettledPath, type Settler } from './settle.ts';

function createFixture(batch: 'each' | 'all' = 'each') {
  const clock = new FakeClock();
  const files = new Map<string, FileFact>();
  const released: SettledPath[][] = [];
  const settler: Settler = createSettler({
    clock,
    settleMs: 200,
    batch,
    look: (path) => {
      const fact = files.get(path);
      return fact === undefined ? undefined : { fact, ctimeMs: fact.mtimeMs };
    },
    release: async (paths) => {
      released.push([...paths]);
    },
  });
  const write = (path: string, size = 1) => {
    files.set(path, { size, mtimeMs: clock.now() });
    settler.touch(path);
  };
  return { clock, files, settler, released, write, names: () => released.map((paths) => paths.map(({ path }) => path)) };
}

describe('the settler', () => {
  it('releases a path once, the settle time after its last change', async () => {
    const { clock, write, names } = createFixture();
    write('a');
    await clock.advance(150);
    write('a', 2);
    await clock.advance(199);
    expect(names()).toEqual([]);
    await clock.advance(1);
    expect(names()).toEqual([['a']]);
    await clock.advance(10_000);
    expect(names()).toHaveLength(1);
  });

  it('WA-2 sees the unlink and add of an atomic save as one path with what is there at the end', async () => {
    const { clock, files, settler, released, write } = createFixture();
    files.delete('a');
    settler.touch('a');
    await clock.advance(50);
    write('a', 7);
    await clock.advance(200);
    expect(released).toEqual([[{ path: 'a', fact: { size: 7, mtimeMs: clock.now() - 200 } }]]);
  });

  it('WA-2 waits on while a file grows even when no event says so', async () => {
    const { clock, files, released, write } = createFixture();
    write('big');
    for (let size = 2; size < 12; size += 1) {
      await clock.advance(100);
      files.set('big', { size, mtimeMs: clock.now() });
    }
    expect(released).toEqual([]);
    await clock.advance(400);
    expect(released.flat().map(({ fact }) => fact?.size)).toEqual([11]);
  });

  it('a file dated in the future is not waited for', async () => {
    const { clock, files, settler, names } = createFixture();
    files.set('a', { size: 1, mtimeMs: clock.now() + 86_400_000 });
    settler.touch('a');
    await clock.advance(200);
    expect(names()).toEqual([['a']]);
  });

  it('each releases paths one by one, all waits until the whole burst is quiet', async () => {
    for (const [batch, expected] of [
      ['each', [['a'], ['b']]],
      ['all', [['a', 'b']]],
    ] as const) {
      const { clock, write, names } = createFixture(batch);
      write('a');
      await clock.advance(150);
      write('b');
      await clock.advance(200);
      expect(names()).toEqual(expected);
    }
  });

  it('all holds nothing back for ever when one file never rests', async () => {
    const { clock, write, names } = createFixture('all');
    write('quiet');
    for (let step = 0; step < 120; step += 1) {
      write('restless', step);
      await clock.advance(100);
    }
    expect(names()).toEqual([['quiet']]);
  });

  it('releases nothing more once closed', async () => {
    const { clock, settler, write, released } = createFixture();
    write('a');
    await settler.close();
    await clock.advance(1000);
    expect(released).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });
});
