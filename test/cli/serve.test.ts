import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { makePlace, type Place, whenEnded, whenPrinted } from './spawn-pawl.ts';

let place: Place;
beforeEach(async () => {
  place = await makePlace();
});

const watching = `
name: Watching
triggers:
  - { id: drop, type: file_change, config: { path: "inbox/*.txt", events: [add], settle: 50ms } }
  - { id: nightly, type: schedule, config: { cron: "0 3 * * *", timezone: UTC } }
steps:
  - { id: note, action: log, with: { message: "{{ trigger.fileName ?? 'none' }}" } }
`;

async function serveWatching() {
  await mkdir(path.join(place.folder, 'inbox'));
  await place.write('watching.yaml', watching);
  expect((await place.pawl('import', 'watching.yaml')).code).toBe(0);
  const server = place.start('serve');
  const ended = whenEnded(server);
  const printed = await whenPrinted(server, /nightly/);
  return { server, ended, printed };
}

describe('pawl serve', () => {
  it('tells what it watches, starts runs for it, keeps a journal, and stops in order', async () => {
    const { server, ended, printed } = await serveWatching();
    expect(printed).toContain('inbox/*.txt');
    expect(printed).toMatch(/Watching\/nightly +schedule .*armed.* in /);
    await writeFile(path.join(place.folder, 'inbox', 'a.txt'), 'a');
    await vi.waitFor(
      async () => expect((await place.json('runs')).answer).toMatchObject({ items: [{ workflow: 'Watching', state: 'completed' }] }),
      {
        timeout: 15_000,
        interval: 100,
      },
    );
    expect((await place.json('journal', '--trigger', 'Watching/drop')).answer).toMatchObject({
      items: [{ verdict: 'started', runId: expect.any(String) }],
    });
    server.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect(existsSync(path.join(place.folder, 'home', 'host.json'))).toBe(false);
  });

  it('fires a trigger by hand with given data, and follows the run', async () => {
    const { server, ended } = await serveWatching();
    expect(await place.json('fire', 'Watching/drop', '--data', '{"fileName": "b.txt"}')).toMatchObject({
      code: 0,
      answer: { state: 'completed' },
    });
    expect((await place.json('triggers')).answer).toMatchObject({
      items: [{ id: 'Watching/drop', health: 'armed', last: { verdict: 'started' } }, { nextAt: expect.any(String) }],
    });
    expect((await place.json('triggers', 'pause', 'Watching/drop')).answer).toMatchObject({ paused: true });
    expect((await place.json('triggers', 'resume', 'Watching/drop')).answer).toMatchObject({ paused: false });
    server.kill('SIGINT');
    expect((await ended).code).toBe(0);
  });

  it('a second time tells that it runs already, and ends', async () => {
    const { server, ended } = await serveWatching();
    const second = await place.pawl('serve');
    expect(second).toMatchObject({ code: 0, stdout: expect.stringContaining(`runs already (process ${server.pid})`) });
    server.kill('SIGTERM');
    await ended;
  });

  it('asks nothing at the first start without a terminal', async () => {
    const server = place.start('serve', '--welcome');
    const ended = whenEnded(server);
    await whenPrinted(server, /No triggers yet/);
    server.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  });
});
