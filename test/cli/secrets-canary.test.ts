import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { tracesOf } from '../support/secret-traces.ts';
import { makePlace, type Place } from './spawn-pawl.ts';

const CANARY = 'canary-Zq8/9+xY7"w end';
const INPUT = 'canary-of-an-input-4711';

function expectClean(where: string, content: string): void {
  for (const trace of [...tracesOf(CANARY), ...tracesOf(INPUT)]) {
    if (content.includes(trace)) throw new Error(`${where} holds ${JSON.stringify(trace)}`);
  }
}

function scan(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const { parentPath, name } of files) expectClean(path.join(parentPath, name), readFileSync(path.join(parentPath, name), 'latin1'));
  return files.length;
}

async function keep(place: Place): Promise<void> {
  const bindings = ['--host', '127.0.0.1', '--action', 'shell.run', '--action', 'file.write', '--action', 'git.*'];
  const child = place.start('secrets', 'set', 'CANARY', '--value-stdin', ...bindings);
  child.stdin.end(CANARY);
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
}

/** Echoes what it was sent, so that it comes back in a body and in a header. */
async function echo() {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(String(request.headers['x-key']));
    response.setHeader('x-echo', encodeURIComponent(String(request.headers['x-key'])));
    response.end(JSON.stringify({ headers: request.headers }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { seen, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const flow = (origin: string) => `
name: Canary
variables: [{ name: mine, type: secret }]
settings: { environment: { T: "{{ secrets.CANARY }}" } }
steps:
  - { id: send, action: http.request, with: { url: "${origin}/a", headers: { x-key: "{{ secrets.CANARY }}" } } }
  - { id: write, action: file.write, with: { path: out.txt, content: "<{{ secrets.CANARY }}{{ vars.mine }}>" } }
  - { id: repo, action: shell.run, with: { command: "git init -q r" } }
  - { id: status, action: git.status, environment: { GH_TOKEN: "{{ secrets.CANARY }}" }, with: { repo: r } }
  - id: shout
    optional: true
    action: shell.run
    with:
      command: |
        printf %.9s "$T"; sleep 0.1; printf '%s\\n' "\${T#?????????}"; printf 'u:%s' "$T" | base64 -w 12; printf %s "$T" | od -An -tx1 | tr -d ' \\n'
        echo "refused for $T and {{ vars.mine }}" >&2
        exit 4
  - { id: hang, action: shell.run, with: { command: 'printf "%s" "$T"; touch hangs; exec sleep 600' } }
`;

it('I13 a secret stands in no file, answer or event of Pawl, however a run ends', { timeout: 240_000 }, async () => {
  const place = await makePlace();
  const home = path.join(place.folder, 'home');
  const server = await echo();
  await keep(place);
  await place.write('flow.yaml', flow(server.origin));

  const child = place.start('--format', 'json', 'run', 'flow.yaml', '--input', `mine=${INPUT}`);
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  await expect.poll(() => existsSync(path.join(place.folder, 'hangs')), { timeout: 100_000 }).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'close');
  expectClean('what the killed command said', (await said).join('\n'));

  // It was all there to be found.
  expect(server.seen).toEqual([CANARY]);
  expect(readFileSync(path.join(place.folder, 'out.txt'), 'utf8')).toBe(`<${CANARY}${INPUT}>`);
  expect(scan(home)).toBeGreaterThan(5);

  const { answer } = await place.json('runs');
  const { runId } = (answer as { items: { runId: string }[] }).items[0] ?? { runId: '' };
  const asked = [
    ['show', runId],
    ['logs', runId],
    ['secrets', 'list'],
    ['backup', path.join(place.folder, 'backup')],
    ['import', 'flow.yaml', '--yes'],
    ['export', 'Canary'],
    ['cancel', runId],
    ['show', runId],
  ];
  const answers: string[] = [];
  for (const words of asked) {
    const { stdout, stderr } = await place.pawl('--format', 'json', ...words);
    expectClean(words.join(' '), stdout + stderr);
    answers.push(stdout);
  }
  expect(answers[0]).toContain('refused for ••• and •••');
  expect(answers[0]).toContain('"mine": "•••"');
  expect(answers[1]).toMatch(/•••.*•••/s);
  expect(scan(home)).toBeGreaterThan(5);
  expect(scan(path.join(place.folder, 'backup'))).toBeGreaterThan(0);
});
