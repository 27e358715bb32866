import { describe, expect, it } from 'vitest';
import type { ToolGrant } from './agent.ts';
import { grantOf, isLeftIn } from './grants.ts';

const grant = (text: string, tool: string): string => {
  const tools = text
    .split(' ')
    .filter((one) => one !== '')
    .map((one): ToolGrant => {
      const [name = '', given = 'allow'] = one.split('=');
      return { tool: name, grant: given as ToolGrant['grant'] };
    });
  return grantOf({ tools, memory: 'none' }, tool);
};

describe('what an agent may do', () => {
  it('is to read files and git, and nothing else, as long as nobody has granted it more', () => {
    expect(
      ['file.read', 'git.diff', 'file.write', 'shell.run', 'http.request', 'ask', 'delegate:writer', 'workflow:x'].map((tool) =>
        grant('', tool),
      ),
    ).toEqual(['allow', 'allow', 'deny', 'deny', 'deny', 'deny', 'deny', 'deny']);
  });

  it('is what the closest grant says, of two that are as close the stricter', () => {
    expect(grant('file.*=deny file.read=allow', 'file.read')).toBe('allow');
    expect(grant('file.read=deny', 'file.read')).toBe('deny');
    expect(grant('file.write=allow file.write=ask', 'file.write')).toBe('ask');
    expect(grant('*=allow git.*=deny', 'git.log')).toBe('deny');
  });

  it('is asked for each time where a wide grant allows what changes or sends something', () => {
    expect(grant('*', 'shell.run')).toBe('ask');
    expect(grant('git.*', 'git.commit')).toBe('ask');
    expect(grant('git.*', 'git.log')).toBe('allow');
    expect(grant('data.*', 'data.filter')).toBe('allow');
    expect(grant('workflow:*', 'workflow:Deploy')).toBe('ask');
    expect(grant('shell.run', 'shell.run')).toBe('allow');
    expect(grant('delegate', 'delegate:writer')).toBe('allow');
  });

  it('is never to change Pawl itself or the run around it', () => {
    for (const tool of ['set', 'fail', 'workflow.enable', 'workflow.disable', 'workflow.run']) {
      expect(grant(`* ${tool}`, tool)).toBe('deny');
    }
  });

  it('is less with the own list of a step, and never more', () => {
    expect(isLeftIn(['git.*'], 'git.log')).toBe(true);
    expect(isLeftIn(['git.*'], 'file.read')).toBe(false);
    expect(isLeftIn(undefined, 'file.read')).toBe(true);
    expect(isLeftIn([], 'file.read')).toBe(false);
  });

  it('holds its own memory as far as it was given', () => {
    expect(grantOf({ tools: [], memory: 'read' }, 'memory.get')).toBe('allow');
    expect(grantOf({ tools: [], memory: 'read' }, 'memory.set')).toBe('deny');
    expect(grantOf({ tools: [], memory: 'write' }, 'memory.set')).toBe('allow');
  });
});
