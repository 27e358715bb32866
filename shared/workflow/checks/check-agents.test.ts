import { describe, expect, it } from 'vitest';
import { catalogue } from '../../catalogue.ts';
import { loadText } from '../load-text.ts';
import { convertWorkflow } from '../serialize.ts';

async function problemsOf(agents: string): Promise<string[]> {
  const text = `name: T\nsteps:\n  - { id: look, agent: scout, prompt: p }\nagents:\n${agents}`;
  return (await loadText(text, { catalogue })).problems.map(({ code, line, column }) => `${code} ${line}:${column}`);
}

describe('the agents that a workflow brings along', () => {
  it('are those that its steps name, and those that they hand work to', async () => {
    expect(await problemsOf('  - { name: scout, tools: [{ tool: "delegate:writer", grant: allow }] }\n  - { name: writer }\n')).toEqual([]);
  });

  it('are refused twice, and told where no step names them', async () => {
    expect(await problemsOf('  - { name: scout }\n  - { name: scout }\n  - { name: scuot }\n')).toEqual([
      'DUPLICATE_AGENT 6:13',
      'UNUSED_AGENT 7:13',
    ]);
  });

  it('are given no tool that there is not, and no field that agents do not have', async () => {
    expect(await problemsOf('  - { name: scout, tools: [{ tool: file.wirte, grant: ask }] }\n')).toEqual(['UNKNOWN_TOOL 5:36']);
    expect(await problemsOf('  - { name: scout, instruction: x }\n')).toEqual(['UNKNOWN_KEY 5:20']);
  });

  it('are written as they were read, in every writing', async () => {
    const text = `pawl: 1
name: T
version: 1.0.0
steps:
  - id: look
    agent: scout
    prompt: p
agents:
  - name: scout
    instructions: You look.
    budget:
      rounds: 3
`;
    let written = text;
    for (const to of ['json', 'script', 'yaml'] as const) {
      const converted = await convertWorkflow(written, { catalogue, to });
      expect(converted).toMatchObject({ ok: true });
      if (converted.ok) written = converted.text;
    }
    expect(written).toBe(text);
  });
});
