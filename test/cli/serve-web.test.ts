import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { request } from '../support/hosted-app.ts';
import { makePlace, type Place, whenEnded, whenPrinted } from './spawn-pawl.ts';

let place: Place;
beforeEach(async () => {
  place = await makePlace();
});

const home = () => path.join(place.folder, 'home');
const readHostFile = async () =>
  JSON.parse(await readFile(path.join(home(), 'host.json'), 'utf8')) as { port?: number; token: string; pid: number };

async function serve(...args: readonly string[]) {
  const server = place.start('serve', ...args);
  const ended = whenEnded(server);
  const printed = await whenPrinted(server, /No triggers yet/);
  return { server, ended, printed, ...(await readHostFile()) };
}

describe('pawl serve', () => {
  it('tells where its window is, and `pawl open` makes an address that lets one window in', async () => {
    const { server, ended, printed, port = 0 } = await serve('--port', '0');
    expect(printed).toContain(`http://127.0.0.1:${port}`);
    expect((await place.pawl('doctor')).stdout).toContain(`server: on http://127.0.0.1:${port}`);
    const { answer } = (await place.json('open')) as { answer: { url: string } };
    const url = new URL(answer.url);
    expect(`${url.origin}${url.pathname}`).toBe(`http://127.0.0.1:${port}/login`);
    const login = () =>
      request(port, '/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code: url.hash.slice(1) }),
      });
    const { json } = await login();
    expect((await request(port, '/api/system', { headers: { authorization: `Bearer ${json.session}` } })).json.pid).toBe(server.pid);
    expect((await login()).status).toBe(401);
    server.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect(await place.pawl('open')).toMatchObject({ code: 6, stderr: expect.stringContaining('pawl serve') });
  });

  it('serves its local socket only where it is told to', async () => {
    const { server, ended, printed, port } = await serve('--no-http');
    expect(port).toBeUndefined();
    expect(printed).not.toContain('http://');
    expect(await place.pawl('open')).toMatchObject({ code: 6, stderr: expect.stringContaining('serves no window') });
    server.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  });

  it('WH-8 ends with what to do where the port that it is to have is taken, and leaves nothing behind', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const { port } = squatter.address() as AddressInfo;
    const refused = await place.pawl('serve', '--port', String(port));
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining(`Port ${port} of 127.0.0.1 is taken`) });
    expect(readdirSync(home())).not.toContain('host.json');
    squatter.close();
  });

  it('takes over from a host file that a dead process has left', async () => {
    const first = await serve('--port', '0');
    const left = await readFile(path.join(home(), 'host.json'));
    first.server.kill('SIGKILL');
    await first.ended;
    await writeFile(path.join(home(), 'host.json'), left);
    expect(await place.pawl('open')).toMatchObject({ code: 6 });
    const second = await serve('--port', '0');
    expect(second.token).not.toBe(first.token);
    expect((await request(second.port ?? 0, '/api/system', { headers: { authorization: `Bearer ${first.token}` } })).status).toBe(401);
    second.server.kill('SIGTERM');
    expect((await second.ended).code).toBe(0);
  });

  it('WH-8 keeps its token to host.json, which is its owner’s alone', async () => {
    const { server, ended, token, port = 0 } = await serve('--port', '0');
    const call = (target: string, method = 'GET', body?: string) =>
      request(port, target, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body }),
      });
    const text = 'name: Loud\nsteps:\n  - { id: env, action: shell.run, with: { command: "env; ps -ef || true" } }\n';
    const answers = [
      await call('/api/workflows', 'POST', JSON.stringify({ text, trust: true })),
      await call('/api/workflows/Loud/execute', 'POST'),
      await call('/api/system'),
      await call('/api/nothing'),
      await call('/api/workflows', 'POST', '{'),
      await call('/hooks/none', 'POST', '{}'),
      await call('/'),
    ];
    expect(answers[1]?.status).toBe(202);
    for (const answer of answers) expect(JSON.stringify(answer)).not.toContain(token);
    if (process.platform === 'linux') expect(readFileSync(`/proc/${server.pid}/cmdline`, 'utf8')).not.toContain(token);
    expect(statSync(path.join(home(), 'host.json')).mode & 0o777).toBe(0o600);
    server.kill('SIGTERM');
    const { stdout, stderr } = await ended;
    expect(stdout + stderr).not.toContain(token);
    for (const entry of readdirSync(home(), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = path.join(entry.parentPath, entry.name);
      expect(readFileSync(file).includes(token), file).toBe(false);
    }
  });
});
