import { describe, expect, it } from 'vitest';
import { catalogue } from '../../catalogue.ts';
import { loadWorkflow } from '../load.ts';
import { loadText } from '../load-text.ts';

function problemsOf(...tools: string[]): string[] {
  const text = `name: T\nsteps:\n  - { id: look, agent: reviewer, prompt: p, tools: ${JSON.stringify(tools)} }\n`;
  return loadWorkflow(text, { catalogue }).problems.map(({ code, message }) => `${code} ${message}`);
}

describe('the tools of an agent step', () => {
  it('are actions, families of them, workflows, other agents, people and everything', () => {
    const all = ['file.read', 'git.*', 'memory.get', 'inbox.escalate', 'workflow:Nightly build', 'workflow:*', 'delegate'];
    expect(problemsOf(...all, 'delegate:writer', 'ask', '*')).toEqual([]);
  });

  it.each([
    ['file.raed', 'UNKNOWN_TOOL There is no tool `file.raed`; did you mean `file.read`?'],
    ['file_read', 'UNKNOWN_TOOL There is no tool `file_read`; did you mean `file.read`?'],
    ['file', 'UNKNOWN_TOOL There is no tool `file`; did you mean `file.*`?'],
    ['gti.*', 'UNKNOWN_TOOL There are no tools `gti.*`; did you mean `git.*`?'],
    ['delgate', 'UNKNOWN_TOOL There is no tool `delgate`; did you mean `delegate`?'],
    ['quantum.*', 'UNKNOWN_TOOL There are no tools `quantum.*`'],
    [
      'workflow.run',
      'NEVER_TOOL `workflow.run` is for steps of a workflow, and never a tool of an agent; what an agent may run is named as `workflow:<name>`',
    ],
    ['log', 'NEVER_TOOL `log` is for steps of a workflow, and never a tool of an agent'],
  ])('%s is refused before anything runs', (tool, message) => {
    expect(problemsOf('file.read', tool)).toEqual([message]);
  });

  it('that are nothing like a tool are told what one is', () => {
    expect(problemsOf('{{ vars.tools }}')[0]).toMatch(/^UNKNOWN_TOOL There is no tool .*; a tool is an action \(`file\.read`\)/);
  });

  it('are told by line and column, in each writing', async () => {
    const yaml = 'name: T\nsteps:\n  - id: look\n    agent: reviewer\n    prompt: p\n    tools:\n      - file.read\n      - git.logg\n';
    expect(loadWorkflow(yaml, { catalogue }).problems).toMatchObject([
      { code: 'UNKNOWN_TOOL', stepId: 'look', path: 'steps[0].tools[1]', line: 8, column: 9 },
    ]);
    const script = 'ORCHESTRATE WORKFLOW "T"\n  STEP look: BOT "reviewer" "p" TOOLS "file.read", "git.logg"\nEND WORKFLOW\n';
    expect((await loadText(script, { catalogue })).problems).toMatchObject([{ code: 'UNKNOWN_TOOL', stepId: 'look', line: 2, column: 52 }]);
  });
});
