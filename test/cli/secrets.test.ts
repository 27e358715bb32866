import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, vi } from 'vitest';
import { makePlace, type Place } from './spawn-pawl.ts';

// Each command is a process that loads the engine.
vi.setConfig({ testTimeout: 120_000 });

const VALUE = 'canary-of-the-command-line';

async function give(place: Place, value: string, ...args: string[]) {
  const child = place.start('secrets', 'set', ...args);
  child.stdin.end(value);
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ]);
  return { stdout, stderr, code };
}

it('a secret is set from the standard input, listed without its value, bound anew and removed', async () => {
  const place = await makePlace();
  const set = await give(place, `${VALUE}\n`, 'TOKEN', '--value-stdin', '--host', 'api.example.com', '--workflow', 'Deploy');
  expect(set).toMatchObject({ code: 0, stdout: 'set {{ secrets.TOKEN }} for http.request to api.example.com, in Deploy\n' });
  expect(set.stderr).toContain('whoever can read your files can read them');

  const listed = await place.json('secrets', 'list');
  expect(listed.answer).toMatchObject({ items: [{ name: 'TOKEN', keptBy: 'key-file', bindings: { hosts: ['api.example.com'] } }] });
  const bound = await place.pawl('secrets', 'bind', 'TOKEN', '--action', 'shell.run');
  expect(bound.stdout).toBe('bound {{ secrets.TOKEN }} to shell.run\n');
  expect((await place.pawl('secrets')).stdout).toMatch(/^NAME .*\nTOKEN +shell\.run +key file/);

  const files = await readdir(path.join(place.folder, 'home'), { recursive: true, withFileTypes: true });
  for (const entry of files.filter((one) => one.isFile())) {
    expect(await readFile(path.join(entry.parentPath, entry.name), 'latin1'), entry.name).not.toContain(VALUE);
  }
  expect(`${set.stdout}${set.stderr}${JSON.stringify(listed.answer)}`).not.toContain(VALUE);

  expect(await place.pawl('secrets', 'remove', 'TOKEN')).toMatchObject({ code: 0, stdout: 'removed TOKEN\n' });
  expect(await place.pawl('secrets', 'remove', 'TOKEN')).toMatchObject({ code: 3 });
});

it('a secret is not set without saying where it may go, without a way to give it, or where it is too short to mask', async () => {
  const place = await makePlace();
  expect(await give(place, VALUE, 'TOKEN', '--value-stdin')).toMatchObject({ code: 2, stderr: expect.stringContaining('--any') });
  expect(await give(place, VALUE, 'TOKEN', '--any')).toMatchObject({ code: 2, stderr: expect.stringContaining('--value-stdin') });
  expect(await give(place, 'abc', 'TOKEN', '--value-stdin', '--any')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('shorter than 4'),
  });
  expect(await place.pawl('secrets', 'set', 'TOKEN', VALUE, '--any')).toMatchObject({ code: 2 });
  expect((await place.json('secrets', 'list')).answer).toMatchObject({ items: [] });
});

it('with PAWL_SECRET_KEY, a secret is kept by the passphrase, and doctor says when it is another one', async () => {
  const place = await makePlace({ PAWL_SECRET_KEY: 'correct horse' });
  expect(await give(place, VALUE, 'TOKEN', '--value-stdin', '--any')).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('PAWL_SECRET_KEY'),
  });
  const child = place.start('--format', 'json', 'doctor');
  const sound = JSON.parse(await text(child.stdout));
  expect(sound.checks).toContainEqual(expect.objectContaining({ name: 'secrets', ok: true }));
});
