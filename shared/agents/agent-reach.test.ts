import { expect, it } from 'vitest';
import { reachOf } from './agent-reach.ts';
import { toolsByDefault } from './grants.ts';

const tools = [
  ...toolsByDefault,
  'file.write',
  'file.delete',
  'shell.run',
  'http.request',
  'memory.get',
  'memory.set',
  'ask',
  'workflow:Nightly',
].map((tool) => ({ tool, title: tool }));

it('an agent without grants reads, and is said to do nothing else', () => {
  expect(reachOf({ tools: [], memory: 'none' }, tools)).toEqual({
    unasked: ['Reads files and git in the folders of the workflow'],
    asked: [],
    never: ['Change files', 'Run commands', 'Reach other machines by itself', 'Change repositories'],
  });
});

it('tells by family what is used unasked and what is asked for, and a wide grant as the asking that it is', () => {
  const reach = reachOf(
    {
      tools: [
        { tool: 'file.*', grant: 'allow' },
        { tool: 'shell.run', grant: 'allow' },
        { tool: 'workflow:Nightly', grant: 'ask' },
      ],
      memory: 'write',
    },
    tools,
  );
  expect(reach.unasked).toEqual([
    'Reads files and git in the folders of the workflow',
    'Reads and changes its own memory',
    'Runs commands on this machine, with your rights: shell.run',
  ]);
  expect(reach.asked).toEqual([
    'Changes files in the folders of the workflow: file.write, file.delete',
    'Runs workflows of yours: Nightly',
  ]);
  expect(reach.never).toEqual(['Reach other machines by itself', 'Change repositories']);
});

it('says of every agent that it may ask for help', () => {
  const { unasked } = reachOf({ tools: [], memory: 'none' }, [...tools, { tool: 'inbox.escalate', title: 'Escalate' }]);
  expect(unasked).toEqual(['Reads files and git in the folders of the workflow', 'Asks for help when it is stuck']);
});

it('what is taken away by name is missing from what it reads', () => {
  const { unasked } = reachOf({ tools: [{ tool: 'file.read', grant: 'deny' }], memory: 'none' }, tools);
  expect(unasked).not.toContain('Reads files and git in the folders of the workflow');
  expect(unasked).toContain('file.list');
});
