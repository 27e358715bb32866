import { describe, expect, it } from 'vitest';
import { fileRead } from '../../../shared/actions/file/file-read.ts';
import { shellRun } from '../../../shared/actions/shell/shell-run.ts';
import { engineHarness } from '../../../test/support/engine-harness.ts';
import { parseParameters, renderParameters } from './parameters.ts';

const open = engineHarness();

describe('the parameters of a step', () => {
  it('a placeholder in a command becomes a reference to a variable, whose value travels apart', async () => {
    const { parts } = await open();
    const rendered = await renderParameters(
      parts,
      shellRun,
      { command: 'echo {{ name }} {{ n }}', cwd: '{{ folder }}' },
      {
        name: '$(rm -rf ~)',
        n: 4,
        folder: 'src',
      },
    );
    const { command, bindings, cwd } = rendered as { command: string; bindings: Record<string, string>; cwd: string };
    expect(command).not.toContain('rm -rf');
    expect(Object.values(bindings)).toEqual(['$(rm -rf ~)', '4']);
    for (const name of Object.keys(bindings)) expect(command).toContain(name);
    expect(cwd).toBe('src');
  });

  it('a command without placeholders stays as it is', async () => {
    const { parts } = await open();
    expect(await renderParameters(parts, shellRun, { command: 'echo hi' }, {})).toEqual({ command: 'echo hi' });
  });

  it('a placeholder where no variable can stand is refused', async () => {
    const { parts } = await open();
    await expect(renderParameters(parts, shellRun, { command: "echo '{{ x }}' \\{{ y }" }, { x: 1 })).rejects.toMatchObject({
      code: 'UNSAFE_PLACEHOLDER',
    });
  });

  it('an environment that is one placeholder is refused: data would choose the names', async () => {
    const { parts } = await open();
    await expect(renderParameters(parts, shellRun, { command: 'env', environment: '{{ all }}' }, { all: {} })).rejects.toMatchObject({
      code: 'UNSAFE_PLACEHOLDER',
    });
  });

  it('what an action cannot use is told with the name of the parameter', () => {
    expect(() => parseParameters(fileRead, { path: 7 })).toThrow(
      expect.objectContaining({
        code: 'INVALID_PARAMETERS',
        message: expect.stringMatching(/^file\.read was given what it cannot use: path: /),
      }),
    );
    expect(parseParameters(fileRead, { path: 'a' })).toMatchObject({ path: 'a' });
  });
});
