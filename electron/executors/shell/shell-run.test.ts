import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { shellRun } from '../../../shared/actions/shell/shell-run.ts';
import { bindCommand } from '../../../shared/workflow/command-template.ts';
import type { StepContext } from '../executor.ts';
import { baseEnvironment } from '../process/base-environment.ts';
import { makeContext } from '../test-context.ts';
import { shellRunExecutor } from './shell-run.ts';

type Input = z.input<typeof shellRun.parameters>;

function run(input: Input, context: StepContext = makeContext()) {
  return shellRunExecutor.run(shellRun.parameters.parse(input), context);
}

/** As the engine does it: the command is bound, its values are rendered. */
function runBound(command: string, shell: 'sh' | 'bash', values: Readonly<Record<string, string>>, context: StepContext) {
  const bound = bindCommand(command, shell);
  expect(bound.problems).toEqual([]);
  const bindings = Object.fromEntries(bound.bindings.map(({ name, expression }) => [name, values[expression] ?? '']));
  return run({ command: bound.command, shell, bindings, parse: 'json' }, context);
}

describe('what a step gives back', () => {
  it('output, errors and the exit code', async () => {
    const output = await run({ command: 'echo out; echo err >&2; exit 3', okExitCodes: [0, 3] });
    expect(output).toMatchObject({ exitCode: 3, stdout: 'out\n', stderr: 'err\n', truncated: false });
    expect(output.pid).toBeGreaterThan(0);
  });

  it('the parsed output, as JSON or lines', async () => {
    expect((await run({ command: 'echo \'{"a":[1]}\'', parse: 'json' })).data).toEqual({ a: [1] });
    expect((await run({ command: 'printf "a\\r\\nb\\n"', parse: 'lines' })).data).toEqual(['a', 'b']);
    expect((await run({ command: 'true', parse: 'lines' })).data).toEqual([]);
    await expect(run({ command: 'echo no', parse: 'json' })).rejects.toMatchObject({ code: 'PARSE_FAILED' });
  });

  it('a program gets its arguments as they are, and text on its input', async () => {
    const args = [
      '-e',
      'process.stdin.pipe(process.stdout); console.log(JSON.stringify(process.argv.slice(1)))',
      '--',
      '$HOME',
      'a b',
      '*',
    ];
    const output = await run({ program: process.execPath, args, stdin: 'given' });
    expect(output.stdout).toBe('["$HOME","a b","*"]\ngiven');
  });

  it('everything printed goes to the log, and the process is announced', async () => {
    const context = makeContext();
    const { pid } = await run({ command: 'echo one; echo two >&2' }, context);
    expect(context.logged).toEqual(
      expect.arrayContaining([
        { stream: 'stdout', text: 'one\n' },
        { stream: 'stderr', text: 'two\n' },
      ]),
    );
    expect(context.children.map((child) => child.pid)).toEqual([pid]);
  });

  it('it runs in the folder named, with the variables declared and its own keys', async () => {
    const context = makeContext();
    const output = await run(
      { command: 'mkdir sub; cd sub; pwd; echo "$A $PAWL_RUN_ID $PAWL_TASK_KEY"', environment: { A: 'b' } },
      context,
    );
    expect(output.stdout).toBe(`${context.workingDirectory}/sub\nb run-1 ${context.taskKey()}\n`);
    expect((await run({ command: 'pwd', cwd: 'sub' }, context)).stdout).toBe(`${context.workingDirectory}/sub\n`);
  });
});

describe('why it failed', () => {
  it('an exit code says the last line of stderr', async () => {
    await expect(run({ command: 'echo first >&2; echo "no such thing" >&2; exit 2' })).rejects.toMatchObject({
      code: 'EXIT_CODE',
      kind: 'retryable',
      message: 'The command (sh) exited with 2: no such thing',
      details: { exitCode: 2, stderr: 'first\nno such thing\n' },
    });
  });

  it('a signal is named', async () => {
    await expect(run({ command: 'kill -KILL $$' })).rejects.toMatchObject({
      code: 'EXIT_CODE',
      message: 'The command (sh) was ended by SIGKILL',
    });
  });

  it('a missing program, shell or folder is told apart', async () => {
    await expect(run({ program: 'no-such-program' })).rejects.toMatchObject({
      code: 'PROGRAM_NOT_FOUND',
      hint: expect.stringContaining('PATH'),
    });
    const context = makeContext();
    const noPath = makeContext({ environment: { PATH: context.workingDirectory } });
    await expect(run({ command: 'true', shell: 'zsh' }, noPath)).rejects.toMatchObject({ code: 'SHELL_NOT_FOUND' });
    await expect(run({ command: 'true', cwd: 'nowhere' })).rejects.toMatchObject({ code: 'CWD_NOT_FOUND' });
    writeFileSync(join(context.workingDirectory, 'file'), '');
    await expect(run({ command: 'true', cwd: 'file' }, context)).rejects.toMatchObject({ code: 'CWD_NOT_FOUND' });
    await expect(run({ program: './file' }, context)).rejects.toMatchObject({ code: 'SPAWN_FAILED' });
  });

  it('an argument that no process can be given is refused', async () => {
    await expect(run({ program: 'true', args: ['a\0b'] })).rejects.toMatchObject({ code: 'SPAWN_FAILED' });
    await expect(run({ program: 'true', args: ['x'.repeat(3_000_000)] })).rejects.toMatchObject({
      code: 'SPAWN_FAILED',
      hint: expect.stringContaining('stdin'),
    });
  });

  it('its own time-out stops it', async () => {
    await expect(run({ command: 'sleep 100', timeout: '50ms' })).rejects.toMatchObject({ code: 'TIMEOUT' });
  });

  it('needs exactly one of command and program', () => {
    expect(shellRun.parameters.safeParse({}).success).toBe(false);
    expect(shellRun.parameters.safeParse({ command: 'a', program: 'b' }).success).toBe(false);
    expect(shellRun.parameters.safeParse({ command: 'a', args: ['b'] }).success).toBe(false);
    expect(shellRun.parameters.safeParse({ command: 'a', bindings: { LD_PRELOAD: 'x' } }).success).toBe(false);
  });
});

const HOSTILE = hostileNames();
const DUMP = 'process.stdout.write(JSON.stringify(process.argv.slice(2)))';

describe.each(['sh', 'bash'] as const)('SH-1 hostile file names in %s', (shell) => {
  it('arrive byte for byte, and nothing of them is run', async () => {
    const context = makeContext();
    const names = Object.fromEntries(HOSTILE.map((name, index) => [`n${index}`, name.replaceAll('CANARY', 'canary')]));
    expect(HOSTILE.length).toBeGreaterThanOrEqual(100);
    writeFileSync(join(context.workingDirectory, 'dump.mjs'), DUMP);
    const before = readdirSync(context.workingDirectory);
    for (const form of [(n: string) => `{{${n}}}`, (n: string) => `"{{${n}}}"`, (n: string) => `"$(printf '%s.' "{{${n}}}")"`]) {
      const args = Object.keys(names).map(form).join(' ');
      const { data } = await runBound(`'${process.execPath}' dump.mjs ${args}`, shell, names, context);
      const suffix = form('').includes('printf') ? '.' : '';
      expect(data).toEqual(Object.values(names).map((name) => name + suffix));
    }
    expect(readdirSync(context.workingDirectory)).toEqual(before);
  });

  it('stay one word beside other text and in a here-document', async () => {
    const context = makeContext();
    writeFileSync(
      join(context.workingDirectory, 'dump.mjs'),
      `import { readFileSync } from 'node:fs';\nprocess.stdout.write(JSON.stringify([...process.argv.slice(2), readFileSync(0, 'utf8')]))`,
    );
    for (const name of HOSTILE.filter((text) => /^(?!file).*(?:canary|END)/is.test(text))) {
      const { data } = await runBound(`'${process.execPath}' dump.mjs pre-{{x}}.txt <<END\n"{{x}}"\nEND\n`, shell, { x: name }, context);
      expect(data).toEqual([`pre-${name}.txt`, `"${name}"\n`]);
    }
    expect(readdirSync(context.workingDirectory)).toEqual(['dump.mjs']);
  });
});

it('SH-3 variables that make programs load code come only from the declaration', async () => {
  const machine = {
    ...process.env,
    NODE_OPTIONS: '--require ./evil.js',
    LD_PRELOAD: '/evil.so',
    LD_LIBRARY_PATH: '/evil',
    BASH_ENV: './evil.sh',
    ENV: './evil.sh',
    PYTHONPATH: '.',
    PERL5OPT: '-Mevil',
    GIT_SSH_COMMAND: 'evil',
    GIT_DIR: '/evil',
    AWS_SECRET_ACCESS_KEY: 'a-key-of-aws',
    PATH: `:.:relative:${process.env['PATH']}`,
  };
  const environment = baseEnvironment(machine);
  const passed = (await run({ program: 'env' }, makeContext({ environment }))).stdout;
  expect(passed).toMatch(/^PATH=\//m);
  expect(passed).not.toMatch(/evil|a-key-of-aws|relative|PYTHONPATH/);
  expect((await run({ program: 'env', environment: { NODE_OPTIONS: '--no-warnings' } }, makeContext({ environment }))).stdout).toContain(
    'NODE_OPTIONS=--no-warnings',
  );
});

describe('SH-5 a flood of output', () => {
  it('200 MB without a newline are capped, and memory stays flat', async () => {
    let loggedBytes = 0;
    const log = (_stream: string, text: string): void => {
      loggedBytes += text.length;
    };
    const context = makeContext({ log });
    const before = process.memoryUsage.rss();
    let highest = before;
    const watch = setInterval(() => {
      highest = Math.max(highest, process.memoryUsage.rss());
    }, 5);
    const output = await run({ command: 'head -c 200000000 /dev/zero | tr "\\0" x', maxOutput: '1MB' }, context);
    clearInterval(watch);
    expect(output.stdout).toHaveLength(1024 * 1024);
    expect(output.truncated).toBe(true);
    expect(loggedBytes).toBeLessThan(66 * 1024 * 1024);
    expect(highest - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('bytes that are no UTF-8 are replaced, escapes are kept, a character is never cut', async () => {
    expect((await run({ command: "printf 'a\\377b\\033[31m'" })).stdout).toBe('a\uFFFDb\u001b[31m');
    expect((await run({ command: "printf 'ééé'", maxOutput: 3 })).stdout).toBe('é');
  });
});

describe('SH-7 a command that asks', () => {
  it('finds no terminal and an empty input, and fails with a hint', async () => {
    await expect(run({ command: 'read answer && echo "got $answer"' })).rejects.toMatchObject({
      code: 'EXIT_CODE',
      hint: expect.stringContaining('no terminal'),
    });
    await expect(run({ command: 'read answer < /dev/tty' })).rejects.toMatchObject({ code: 'EXIT_CODE' });
  });
});

function hostileNames(): string[] {
  const fragments = [
    '$(touch CANARY)',
    '`touch CANARY`',
    '"; touch CANARY; "',
    "'; touch CANARY; '",
    '; touch CANARY',
    '| touch CANARY',
    '& touch CANARY &',
    '&& touch CANARY',
    '|| touch CANARY',
    '\ntouch CANARY\n',
    '> CANARY',
    '< CANARY',
    '${PATH}',
    '$PATH',
    '$((1+1))',
    '*',
    '?',
    '[a-z]*',
    '{a,b}',
    '~',
    '~root',
    '-rf',
    '--help',
    '-',
    '--',
    '!!',
    '#comment',
    '\\',
    '\\\\',
    '\\n',
    '\t',
    '\r',
    '  ',
    '\u202Egpj.exe',
    '\u200B',
    '%s%n',
    '"',
    "'",
    '$',
    '\u001b]0;x\u0007',
    '💥',
    'é',
    '\uFFFD',
    '=x',
    '{{ x }}',
    '<<END',
    'END',
    '\nEND\ntouch CANARY\n',
    "$'\\x41'",
    '%PATH%',
    '^',
    '()',
    '(touch CANARY)',
  ];
  return [...fragments, ...fragments.map((fragment) => `file${fragment}name.txt`), 'x'.repeat(255), ''];
}
