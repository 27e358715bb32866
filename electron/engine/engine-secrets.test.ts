import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { engineHarness, gate, type Harness } from '../../test/support/engine-harness.ts';

const CANARY = 'canary-5f1e/of+"tests"';
const open = engineHarness();
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

function keep(
  harness: Harness,
  name: string,
  bindings: { actions?: string[]; hosts?: string[]; workflows?: string[] },
  value = CANARY,
): void {
  harness.secrets.set({ name, value, bindings: { actions: [], hosts: [], workflows: [], ...bindings } });
}

/** Everything that lies in the data folder, and what the run looks like. */
function everything(harness: Harness): string {
  const { dataDir } = harness.store;
  const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1')).join('\n');
}

function expectNoTrace(harness: Harness, ...values: unknown[]): void {
  const all = everything(harness) + JSON.stringify(values);
  for (const encoded of [
    CANARY,
    JSON.stringify(CANARY).slice(1, -1),
    encodeURIComponent(CANARY),
    Buffer.from(CANARY).toString('base64').slice(0, 24),
  ])
    expect(all.includes(encoded), `a trace of ${encoded}`).toBe(false);
}

async function listen(answer: (path: string) => { status: number; location?: string }) {
  const seen: { url: string; headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      seen.push({ url: request.url ?? '', headers: request.headers, body });
      const { status, location } = answer(request.url ?? '');
      response.writeHead(status, {
        'x-echo': encodeURIComponent(String(request.headers['x-key'])),
        ...(location === undefined ? {} : { location }),
      });
      response.end(JSON.stringify({ echo: request.headers['x-key'] ?? null, body }));
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, origin: `http://127.0.0.1:${port}`, seen };
}

describe('a secret in a run', () => {
  it('reaches the command by its environment, its command line and its input, and is masked in all that comes of it', async () => {
    const harness = await open();
    keep(harness, 'TOKEN', { actions: ['shell.run'] });
    const view = await harness.run(`
settings: { environment: { FOR_ALL: "{{ secrets.TOKEN }}" } }
steps:
  - id: show
    action: shell.run
    environment: { MINE: "x {{ secrets.TOKEN }}" }
    with:
      command: printf '%s|%s|%s|' "$FOR_ALL" "$MINE" {{ secrets.TOKEN }}; cat
      stdin: "in {{ secrets.TOKEN }}"
  - { id: after, action: log, with: { message: "{{ steps.show.output.stdout }}" } }
`);
    expect(view).toMatchObject({ state: 'completed', steps: [{ output: { stdout: '•••|x •••|•••|in •••' } }, {}] });
    const input = harness.store.attempts.get(harness.store.runs.byId(view.runId)?.key ?? 0, 'show', 1)?.input;
    expect(input).toMatchObject({ stdin: 'in {{ secrets.TOKEN }}', bindings: { PAWL_1: '{{ secrets.TOKEN }}' } });
    expectNoTrace(harness, view, harness.parts.logs.read(view.runId));
    expect(harness.secrets.list()[0]?.lastUsedAt).not.toBeNull();
  });

  it('is what the program gets, unchanged', async () => {
    const harness = await open();
    keep(harness, 'TOKEN', { actions: ['shell.run', 'file.write'] });
    const view = await harness.run(`
steps:
  - { id: a, action: shell.run, with: { command: "printf %s {{ secrets.TOKEN }} > shell.txt" } }
  - { id: b, action: file.write, with: { path: file.txt, content: "<{{ secrets.TOKEN }}>" } }
`);
    expect(view.state).toBe('completed');
    expect(readFileSync(join(harness.folder, 'shell.txt'), 'utf8')).toBe(CANARY);
    expect(readFileSync(join(harness.folder, 'file.txt'), 'utf8')).toBe(`<${CANARY}>`);
    expectNoTrace(harness, view);
  });

  it.each<[string, string, RegExp]>([
    [
      'an action that it is not bound to',
      'action: file.write, with: { path: a, content: "{{ secrets.TOKEN }}" }',
      /file\.write\) may not use the secret TOKEN/,
    ],
    ['the arguments of a program', 'action: shell.run, with: { program: echo, args: ["{{ env.T }}"] }', /`args`: every program/],
    ['a variable', 'action: set, with: { variables: { x: "{{ env.T }}" } }', /variables are stored/],
    ['a log line', 'action: log, with: { message: "{{ env.T }}" }', /shown and stored/],
    ['the arguments of git', 'action: git.push, with: { repo: ".", remote: "{{ env.T }}" }', /arguments of git/],
    ['code', 'action: shell.run, with: { command: "echo {{ env.T.slice(1) }}" }', /inside JavaScript/],
    [
      'the environment of an action that it is not bound to',
      'environment: { A: "{{ secrets.TOKEN }}" }, action: git.status, with: { repo: "." }',
      /git\.status\) may not use/,
    ],
  ])('does not go to %s: the step fails before anything is done', async (_, step, message) => {
    const harness = await open();
    keep(harness, 'TOKEN', { actions: ['shell.run', 'set', 'log', 'git.push'] });
    const run = await harness.start(`{ name: Test, settings: { environment: { T: "{{ secrets.TOKEN }}" } }, steps: [{ id: a, ${step} }] }`);
    const view = await harness.ended(run);
    expect(view.steps[0]?.error?.message).toMatch(message);
    expect(['SECRET_NOT_ALLOWED', 'SECRET_IN_CODE']).toContain(view.steps[0]?.error?.code);
    expect(harness.events(run).some(({ type }) => type === 'step.started')).toBe(false);
    expectNoTrace(harness, view);
  });

  it('does not become a part of what a result is remembered by, or of a folder', async () => {
    const harness = await open();
    keep(harness, 'TOKEN', { actions: ['*'] });
    const view = await harness.run(`
settings: { environment: { T: "{{ secrets.TOKEN }}" } }
steps:
  - { id: a, cache: { key: "{{ env.T }}" }, action: shell.run, with: { command: "echo x" } }
  - { id: b, optional: true, workingDirectory: "{{ env.T }}", action: shell.run, with: { command: "echo x" } }
`);
    expect(view.steps[1]?.error?.message).toContain('{{ secrets.TOKEN }}');
    expectNoTrace(harness, view);
  });

  it('is left out of the environment of actions that it is not for, where all steps get it', async () => {
    const harness = await open();
    keep(harness, 'TOKEN', { actions: ['git.*'] });
    const view = await harness.run(`
settings: { environment: { TOKEN: "{{ secrets.TOKEN }}", PLAIN: x } }
steps:
  - { id: a, action: shell.run, with: { command: 'echo "[$TOKEN][$PLAIN]"' } }
`);
    expect(view.steps[0]?.output).toMatchObject({ stdout: '[][x]\n' });
  });

  it('that is not there is said to be missing, with the one that was meant', async () => {
    const harness = await open();
    keep(harness, 'GITHUB_TOKEN', { actions: ['*'] });
    const steps = (name: string) => `steps: [{ id: a, action: shell.run, with: { command: "echo {{ ${name} }}" } }]`;
    expect((await harness.run(steps('secrets.GITHUB_TOKN'))).steps[0]?.error).toMatchObject({
      code: 'SECRET_MISSING',
      hint: expect.stringMatching(/secrets\.GITHUB_TOKEN\?.*pawl secrets set GITHUB_TOKN/),
    });
    expect((await harness.run(steps("secrets.OTHER ?? 'none'"))).steps[0]?.output).toMatchObject({ stdout: 'none\n' });
  });

  it('EX-6 is not named by what a file, a program or an input says', async () => {
    const harness = await open();
    keep(harness, 'TOKEN', { actions: ['*'] });
    const view = await harness.run(
      `
variables: [{ name: given, type: string }]
steps:
  - { id: read, action: shell.run, with: { command: "printf '%s' '\\\\{{ secrets.TOKEN }}'" } }
  - { id: use, action: shell.run, with: { command: "printf '%s|%s' {{ steps.read.output.stdout }} {{ vars.given }}" } }
`,
      { inputs: { given: '{{ secrets.TOKEN }}' } },
    );
    expect(view.steps[1]?.output).toMatchObject({ stdout: expect.stringMatching(/\{\{ secrets\.TOKEN \}\}\|\{\{ secrets\.TOKEN \}\}$/) });
  });

  it('is masked in errors, in the outputs of the run, and where the program prints it in pieces and encodings', async () => {
    const harness = await open();
    keep(harness, 'TOKEN', { actions: ['shell.run'] });
    const view = await harness.run(`
settings: { environment: { T: "{{ secrets.TOKEN }}" } }
steps:
  - id: bad
    optional: true
    action: shell.run
    with: { command: 'echo "no access with $T" >&2; exit 3' }
  - id: pieces
    action: shell.run
    with: { command: 'printf %.7s "$T"; printf "%s\\n" "\${T#???????}"; printf %s "$T" | base64; printf %s "u:$T" | base64 -w 9' }
outputs: { said: "{{ steps.pieces.output.stdout }}", why: "{{ steps.bad.error.message }}" }
`);
    expect(view).toMatchObject({ state: 'completed_with_errors', outputs: { why: expect.stringContaining('no access with •••') } });
    expect(view.steps[1]?.output).toMatchObject({ stdout: expect.stringMatching(/^•••\n•••/) });
    expectNoTrace(harness, view, harness.parts.logs.read(view.runId));
  });

  it('goes to the host that it is bound to and to no other', async () => {
    const harness = await open();
    const server = await listen(() => ({ status: 200 }));
    keep(harness, 'TOKEN', { hosts: ['127.0.0.1'] }, 'canary-of-headers');
    const request = (url: string) =>
      `steps: [{ id: a, action: http.request, with: { url: "${url}", headers: { x-key: "{{ secrets.TOKEN }}" } } }]`;
    const fine = await harness.run(request(server.origin));
    expect(server.seen[0]?.headers['x-key']).toBe('canary-of-headers');
    expect(fine.steps[0]?.output).toMatchObject({ headers: { 'x-echo': '•••' }, body: expect.stringContaining('"echo":"•••"') });
    const refused = await harness.run(request(`http://localhost:${server.port}`));
    expect(refused.steps[0]?.error).toMatchObject({ code: 'SECRET_NOT_ALLOWED', message: expect.stringContaining('not to localhost') });
    expect(server.seen).toHaveLength(1);
    expect(everything(harness)).not.toContain('canary-of-headers');
  });

  it('does not follow a redirect to another origin, in a header or in a body', async () => {
    const harness = await open();
    const other = await listen(() => ({ status: 200 }));
    const server = await listen((path) => ({ status: path === '/keep' ? 307 : 302, location: `${other.origin}/there` }));
    keep(harness, 'TOKEN', { actions: ['http.request'] }, 'canary-of-redirects');
    const view = await harness.run(`
steps:
  - { id: header, action: http.request, with: { url: "${server.origin}/", headers: { x-key: "{{ secrets.TOKEN }}", x-plain: y } } }
  - { id: body, optional: true, action: http.request, with: { method: POST, url: "${server.origin}/keep", body: { json: { t: "{{ secrets.TOKEN }}" } } } }
`);
    expect(other.seen).toHaveLength(1);
    expect(other.seen[0]?.headers).toMatchObject({ 'x-plain': 'y' });
    expect(JSON.stringify(other.seen)).not.toContain('canary-of-redirects');
    expect(view.steps[1]?.error).toMatchObject({ code: 'REDIRECT_REFUSED', message: expect.stringContaining('body holds a secret') });
  });

  it('is for the workflows that it is bound to', async () => {
    const harness = await open();
    keep(harness, 'TOKEN', { actions: ['*'], workflows: ['Deploy'] });
    const steps = 'steps: [{ id: a, action: shell.run, with: { command: "echo {{ secrets.TOKEN }}" } }]';
    expect((await harness.run(`name: Deploy\n${steps}`)).state).toBe('completed');
    expect((await harness.run(`name: Other\n${steps}`)).steps[0]?.error?.message).toMatch(/only for the workflow Deploy, not for Other/);
  });

  it('stays with a step that goes on after a crash, and what was written is found', async () => {
    const { opened, open: let_ } = gate();
    const before = await open({
      wrap: (executor) => ({
        ...executor,
        run: async (parameters, context) => {
          await executor.run(parameters, context);
          let_();
          return new Promise<never>(() => {});
        },
      }),
    });
    keep(before, 'TOKEN', { actions: ['file.write'] });
    const run = await before.start('steps: [{ id: a, action: file.write, with: { path: out.txt, content: "a {{ secrets.TOKEN }} b" } }]');
    await opened;
    before.kill();
    const after = await open({ folder: before.folder });
    const view = await after.ended(run);
    expect(view).toMatchObject({ state: 'completed', steps: [{ reason: expect.stringContaining('recorded as done') }] });
    expectNoTrace(after, view);
  });
});

describe('an input of type secret', () => {
  const steps = `
variables: [{ name: token, type: secret }, { name: plain, type: string }]
steps: [{ id: a, action: shell.run, with: { command: "printf %s {{ vars.token }} | wc -c", stdin: "{{ token }}" } }]
`;

  it('is sealed in the run, masked in what it gives, and taken again by a run that goes on', async () => {
    const harness = await open();
    const view = await harness.run(steps, { inputs: { token: CANARY } });
    expect(view).toMatchObject({
      state: 'completed',
      inputs: { token: '•••' },
      steps: [{ output: { stdout: expect.stringMatching(/^\s*22\n$/) } }],
    });
    expectNoTrace(harness, view);
  });

  it('that names a kept secret stays a name, and goes where that one may go', async () => {
    const harness = await open();
    keep(harness, 'TOKEN', { actions: ['http.request'] });
    const view = await harness.run(steps, { inputs: { token: '{{ secrets.TOKEN }}' } });
    expect(view).toMatchObject({ inputs: { token: '{{ secrets.TOKEN }}' }, steps: [{ error: { code: 'SECRET_NOT_ALLOWED' } }] });
  });

  it('is the way to hand a secret to a sub-workflow, and the only one', async () => {
    const harness = await open();
    keep(harness, 'TOKEN', { actions: ['shell.run'] });
    await harness.save(`name: Child${steps}`);
    const view = await harness.run(
      'steps: [{ id: a, workflow: Child, with: { token: "{{ secrets.TOKEN }}" } }, { id: b, action: workflow.run, with: { workflow: Child, with: { token: "{{ secrets.TOKEN }}" } } }]',
    );
    expect(view.state).toBe('completed');
    const bad = await harness.run('steps: [{ id: a, workflow: Child, with: { token: x, plain: "{{ secrets.TOKEN }}" } }]');
    expect(bad.steps[0]?.error?.message).toMatch(/declare it with type: secret/);
    const forged = await harness.run('steps: [{ id: a, workflow: Child, with: { token: { $secret: TOKEN } } }]');
    expect(forged.state).toBe('failed');
    expectNoTrace(harness, view, bad, forged);
  });

  it('is not stood in for by a value that looks like one', async () => {
    const harness = await open();
    keep(harness, 'TOKEN', { actions: ['*'] });
    const view = await harness.run(
      `
variables: [{ name: token, type: secret }, { name: plain, type: object }]
steps:
  - { id: s, action: set, with: { variables: { token: "{{ vars.plain }}" } } }
  - { id: a, action: shell.run, with: { command: "printf %s {{ vars.token }}" } }
`,
      { inputs: { token: 'a value of mine', plain: { $secret: 'TOKEN' } } },
    );
    expect(view.steps[1]?.output).toMatchObject({ stdout: '{"$secret":"TOKEN"}' });
  });
});

it('a value of a secret is not taken as an open input', async () => {
  const harness = await open();
  keep(harness, 'TOKEN', { actions: ['*'] });
  mkdirSync(join(harness.folder, 'x'));
  await expect(
    harness.start('variables: [{ name: url }]\nsteps: [{ id: a, action: log, with: { message: x } }]', {
      inputs: { url: `https://u:${CANARY}@h` },
    }),
  ).rejects.toThrow(/declare it with type: secret/);
});
