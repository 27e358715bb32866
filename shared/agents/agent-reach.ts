import type { Agent, Grant } from './agent.ts';
import { grantOf, toolsByDefault } from './grants.ts';

/** What can be granted, as people call it. */
export interface KnownTool {
  readonly tool: string;
  readonly title: string;
}

/** What an agent may touch, in plain words. */
export interface AgentReach {
  readonly unasked: readonly string[];
  /** Each time, a person approves exactly that call. */
  readonly asked: readonly string[];
  /** What nobody has it do, though it might be expected to. */
  readonly never: readonly string[];
}

const families: Readonly<Record<string, string>> = {
  file: 'Changes files in the folders of the workflow',
  shell: 'Runs commands on this machine, with your rights',
  git: 'Changes repositories, and may reach their remotes',
  http: 'Sends requests to other machines',
  notify: 'Sends messages in your name',
  archive: 'Packs and unpacks archives',
  event: 'Publishes events, which may start workflows',
  memory: 'Reads or changes what agents remember',
  chat: 'Posts to chats',
  ai: 'Asks other models, which costs',
  data: 'Works on data it is given',
  clipboard: 'Reads or writes the clipboard',
  desktop: 'Opens files and addresses on your desktop',
  mcp: 'Calls tools of other programs (MCP)',
  plugin: 'Uses plugins',
  workflow: 'Runs workflows of yours',
  delegate: 'Hands work on to other agents',
};

export function reachOf(agent: Pick<Agent, 'tools' | 'memory'>, tools: readonly KnownTool[]): AgentReach {
  const granted = (grant: Grant): readonly KnownTool[] => tools.filter(({ tool }) => grantOf(agent, tool) === grant);
  const unasked = granted('allow');
  const asked = granted('ask');
  const reads = toolsByDefault.filter((tool) => unasked.some((one) => one.tool === tool));
  const sentenceOfMemory = { none: [], read: ['Reads its own memory'], write: ['Reads and changes its own memory'] }[agent.memory];
  return {
    unasked: [
      ...(reads.length === toolsByDefault.length ? ['Reads files and git in the folders of the workflow'] : titlesOf(unasked, reads)),
      ...sentenceOfMemory,
      ...sentencesOf(
        unasked.filter(({ tool }) => !toolsByDefault.includes(tool) && !(agent.memory !== 'none' && tool.startsWith('memory.'))),
      ),
    ],
    asked: sentencesOf(asked),
    never: neverOf([...unasked, ...asked]),
  };
}

function titlesOf(tools: readonly KnownTool[], wanted: readonly string[]): string[] {
  return tools.filter(({ tool }) => wanted.includes(tool)).map(({ title }) => title);
}

/** One line for each family, with the tools that it is about. */
function sentencesOf(tools: readonly KnownTool[]): string[] {
  const lines: string[] = [];
  for (const [family, those] of Map.groupBy(tools, ({ tool }) => familyOf(tool))) {
    const names = those.map(({ tool, title }) => (/[:]/.test(tool) ? tool.slice(tool.indexOf(':') + 1) : title));
    if (family === 'ask') lines.push('Asks you questions');
    else if (family === 'inbox') lines.push('Asks for help when it is stuck');
    else
      lines.push(
        `${families[family] ?? family}: ${names.slice(0, 6).join(', ')}${names.length > 6 ? ` and ${names.length - 6} more` : ''}`,
      );
  }
  return lines;
}

function neverOf(reachable: readonly KnownTool[]): string[] {
  const changes = reachable.filter(({ tool }) => !toolsByDefault.includes(tool)).map(({ tool }) => familyOf(tool));
  const expected = [
    ['file', 'Change files'],
    ['shell', 'Run commands'],
    ['http', 'Reach other machines by itself'],
    ['git', 'Change repositories'],
  ] as const;
  return expected.filter(([family]) => !changes.includes(family)).map(([, words]) => words);
}

function familyOf(tool: string): string {
  return /^[a-z]+/.exec(tool)?.[0] ?? tool;
}
