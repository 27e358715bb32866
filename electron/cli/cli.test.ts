import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, it } from 'vitest';

const main = path.resolve(import.meta.dirname, 'main.ts');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pawl-cli-'));
});

async function pawl(args: readonly string[], input = '') {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: folder,
    env: { ...process.env, PAWL_HOME: path.join(folder, 'home') },
  });
  child.stdin.end(input);
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { stdout, stderr, code };
}

const write = (name: string, content: string) => writeFile(path.join(folder, name), content);

const valid = `
name: Two steps
steps:
  - { id: hello, action: log, with: { message: hello } }
  - { id: again, action: log, with: { message: "{{ steps.hello.output }}" } }
`;
const cyclic = `
name: Round
steps:
  - { id: a, needs: [b], action: log, with: { message: a } }
  - { id: b, needs: [a], action: log, with: { message: b } }
`;

describe('pawl', () => {
  it('tells its version', async () => {
    expect(await pawl(['--version'])).toMatchObject({ stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '', code: 0 });
  });

  it('lists its commands when it is called without any', async () => {
    const { stdout, code } = await pawl([]);
    expect(stdout).toContain('decide [options] <run> <step> <decision>');
    expect(stdout).not.toContain('run-queue');
    expect(code).toBe(0);
  });

  it('suggests the command that was meant, and ends with 2', async () => {
    const { stderr, stdout, code } = await pawl(['vlidate']);
    expect(stderr).toContain('Did you mean validate?');
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
  });

  it('in JSON mode puts a usage error on stdout, and nothing else', async () => {
    const { stdout, stderr, code } = await pawl(['graph', '--format', 'json']);
    expect(JSON.parse(stdout)).toEqual({ error: { code: 'USAGE', message: expect.stringContaining('file') } });
    expect({ stderr, code }).toEqual({ stderr: '', code: 2 });
  });

  it('prints no escape codes where stdout is no terminal', async () => {
    await write('bad.yaml', cyclic);
    const { stdout } = await pawl(['validate', 'bad.yaml']);
    expect(stdout).not.toContain('\u001b');
  });
});

describe('pawl validate', () => {
  it('gives the stable JSON, with line and column of a problem, and ends with 2', async () => {
    await write('bad.yaml', 'name: Bad\nsteps:\n  - action: log\n    with: { message: "{{ steps.nope.output }}" }\n');
    const { stdout, code } = await pawl(['validate', 'bad.yaml', '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      valid: false,
      problems: [{ code: expect.any(String), severity: 'error', line: 4, column: expect.any(Number) }],
    });
    expect(code).toBe(2);
  });

  it('gives one line of JSON for each of several files', async () => {
    await write('good.yaml', valid);
    await write('bad.yaml', cyclic);
    const { stdout, code } = await pawl(['validate', 'good.yaml', 'bad.yaml', '--format', 'json']);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { file: 'good.yaml', valid: true },
      { file: 'bad.yaml', valid: false },
    ]);
    expect(code).toBe(2);
  });

  it('reads standard input', async () => {
    expect(await pawl(['validate', '-'], valid)).toMatchObject({ code: 0, stderr: '' });
  });

  it('ends with 3 for a file that is not there, and suggests a near one', async () => {
    await write('tidy.pawl.yaml', valid);
    const { stdout, code } = await pawl(['validate', 'tidi', '--format', 'json']);
    expect(JSON.parse(stdout).error).toMatchObject({ code: 'NOT_FOUND', hint: 'Did you mean tidy?' });
    expect(code).toBe(3);
  });

  it('finds a workflow of the folder by its name and by its file name', async () => {
    await mkdir(path.join(folder, '.pawl'));
    await write('.pawl/hello.yaml', valid);
    expect((await pawl(['validate', 'Two steps'])).code).toBe(0);
    expect((await pawl(['validate', 'hello'])).code).toBe(0);
  });
});

describe('pawl graph, convert, schema', () => {
  it('graph gives nodes, order and levels', async () => {
    await write('a.yaml', valid);
    const { stdout, code } = await pawl(['graph', 'a.yaml', '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      nodes: [
        { stepId: 'hello', dependencies: [], dependents: ['again'], level: 0 },
        { stepId: 'again', dependencies: ['hello'], dependents: [], level: 1 },
      ],
      topologicalOrder: ['hello', 'again'],
      levels: [['hello'], ['again']],
      hasCycle: false,
      cycle: null,
    });
    expect(code).toBe(0);
  });

  it('graph shows a cycle, and ends with 2', async () => {
    await write('a.yaml', cyclic);
    const { stdout, code } = await pawl(['graph', 'a.yaml', '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({ hasCycle: true, cycle: ['a', 'b', 'a'] });
    expect(code).toBe(2);
  });

  it('graph draws a Mermaid flowchart', async () => {
    await write('a.yaml', valid);
    expect((await pawl(['graph', 'a.yaml', '--mermaid'])).stdout).toMatch(/^flowchart/);
  });

  it('convert gives a document that means the same', async () => {
    await write('a.yaml', valid);
    const json = await pawl(['convert', 'a.yaml', '--to', 'json']);
    await write('a.json', json.stdout);
    const yaml = await pawl(['convert', 'a.json', '--to', 'yaml']);
    await write('b.yaml', yaml.stdout);
    expect((await pawl(['convert', 'b.yaml', '--to', 'json'])).stdout).toBe(json.stdout);
  });

  it('schema gives that of the document and of one action, and suggests a near type', async () => {
    expect(JSON.parse((await pawl(['schema'])).stdout)).toMatchObject({ type: 'object', properties: { steps: {} } });
    expect(JSON.parse((await pawl(['schema', 'file.read'])).stdout)).toMatchObject({
      type: 'file.read',
      parameters: { properties: { path: {} } },
    });
    const missing = await pawl(['schema', 'file.raed']);
    expect(missing.stderr).toContain('Did you mean file.read?');
    expect(missing.code).toBe(3);
  });
});

describe('pawl new', () => {
  it('writes a workflow that is valid, and not over one that is there', async () => {
    expect((await pawl(['new', 'first.pawl.yaml'])).code).toBe(0);
    expect((await pawl(['validate', 'first.pawl.yaml'])).code).toBe(0);
    await write('first.pawl.yaml', 'mine');
    expect((await pawl(['new', 'first.pawl.yaml'])).code).toBe(2);
    expect(await readFile(path.join(folder, 'first.pawl.yaml'), 'utf8')).toBe('mine');
  });

  it('ends with 3 for a template that is not there', async () => {
    expect((await pawl(['new', 'x.yaml', '--template', 'nope'])).code).toBe(3);
  });
});

describe('pawl completion', () => {
  it.each(['bash', 'zsh', 'fish'])('knows every command and the choices of options in %s', async (shell) => {
    const { stdout, code } = await pawl(['completion', shell]);
    expect(stdout).toContain('decide');
    expect(stdout).toContain('table json');
    expect(code).toBe(0);
  });
});
