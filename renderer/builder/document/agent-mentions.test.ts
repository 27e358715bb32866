import { describe, expect, it } from 'vitest';
import { missingAgents } from './agent-mentions.ts';
import { analyseText } from './analysis.ts';

const text = `name: W
steps:
  - { id: look, agent: reviewer, prompt: Look }
  - id: each
    forEach: "[1]"
    steps:
      - id: inner
        agent: nobody
        prompt: "{{ item }}"
`;

describe('agents that a workflow names', () => {
  const { agents } = analyseText(text);

  it('are no problem while it is not known which there are, nor where they are there', () => {
    expect(missingAgents(agents, undefined)).toEqual([]);
    expect(missingAgents(agents, new Set(['reviewer', 'nobody']))).toEqual([]);
  });

  it('are a warning at their name when they are not there, in boxes too', () => {
    expect(missingAgents(agents, new Set(['reviewers']))).toEqual([
      expect.objectContaining({
        stepId: 'look',
        path: 'steps[0].agent',
        line: 3,
        column: 24,
        message: expect.stringContaining('did you mean'),
      }),
      {
        code: 'AGENT_MISSING',
        severity: 'warning',
        message: 'There is no agent "nobody"',
        agent: 'nobody',
        stepId: 'inner',
        path: 'steps[1].steps[0].agent',
        line: 8,
        column: 16,
      },
    ]);
  });
});
