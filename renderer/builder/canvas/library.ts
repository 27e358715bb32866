import { triggerDefinitions } from '../../../shared/triggers/registry.ts';
import type { StepDocument } from '../../../shared/workflow/schema.ts';
import { firstConfigOf } from '../first-trigger.ts';

/** What can be added to a workflow. */
export interface LibraryItem {
  readonly key: string;
  readonly group: string;
  readonly title: string;
  /** One line: what it does. */
  readonly summary: string;
  /** What a person would write: `file.read`, `forEach`. */
  readonly typeName: string;
  readonly family: string;
  readonly adds: Added;
}

export type Added =
  | { readonly type: 'step'; readonly step: StepDocument }
  | { readonly type: 'trigger'; readonly trigger: string; readonly config: Readonly<Record<string, unknown>> };

export interface KnownAction {
  readonly type: string;
  readonly title: string;
  readonly summary: string;
}

const groups: Readonly<Record<string, string>> = {
  file: 'Files',
  archive: 'Archives',
  shell: 'Commands',
  git: 'Git',
  http: 'Web',
  data: 'Data',
  notify: 'Notifications',
  workflow: 'Workflows',
  ai: 'AI',
  memory: 'Memory',
  chat: 'Chat',
  event: 'Events',
  inbox: 'People',
  clipboard: 'Desktop',
  desktop: 'Desktop',
  plugin: 'Plugins',
  mcp: 'Plugins',
};

/** The kinds of steps that are no actions, as they come into a workflow: each can be drawn at once, and is filled in afterwards. */
const kinds: readonly (Pick<LibraryItem, 'title' | 'typeName' | 'family' | 'summary'> & { readonly step: StepDocument })[] = [
  { title: 'If', typeName: 'if', family: 'if', summary: 'Goes one way or the other', step: { name: 'If', if: 'true' } },
  {
    title: 'Switch',
    typeName: 'switch',
    family: 'switch',
    summary: 'Goes the way of the case that a value is',
    step: { name: 'Switch', switch: "'a'", cases: ['a', 'b'] },
  },
  {
    title: 'For each',
    typeName: 'forEach',
    family: 'loop',
    summary: 'Repeats its steps for every item of a list',
    step: { name: 'For each', forEach: [1, 2, 3], steps: [] },
  },
  {
    title: 'While',
    typeName: 'while',
    family: 'loop',
    summary: 'Repeats its steps as long as something holds',
    step: { name: 'While', while: 'index < 3', steps: [] },
  },
  {
    title: 'Repeat',
    typeName: 'times',
    family: 'loop',
    summary: 'Repeats its steps so many times',
    step: { name: 'Repeat', times: 3, steps: [] },
  },
  {
    title: 'In parallel',
    typeName: 'parallel',
    family: 'parallel',
    summary: 'Runs branches at the same time and waits for all',
    step: { name: 'In parallel', parallel: { branch_1: [], branch_2: [] } },
  },
  {
    title: 'Wait',
    typeName: 'delay',
    family: 'time',
    summary: 'Goes on after a while; a restart does not matter',
    step: { name: 'Wait', delay: '5m' },
  },
  {
    title: 'Wait until',
    typeName: 'until',
    family: 'time',
    summary: 'Goes on at a point in time',
    step: { name: 'Wait until', until: '2030-01-01T09:00:00' },
  },
  {
    title: 'Wait for an event',
    typeName: 'waitFor',
    family: 'event',
    summary: 'Goes on when an event arrives',
    step: { name: 'Wait for an event', waitFor: { event: 'my_event' } },
  },
  {
    title: 'Ask a person',
    typeName: 'approve',
    family: 'approve',
    summary: 'Goes on when somebody agrees',
    step: { name: 'Ask a person', approve: { message: 'May it go on?' } },
  },
  {
    title: 'Ask an agent',
    typeName: 'agent',
    family: 'ai',
    summary: 'Lets an AI agent work on a task with tools',
    step: { name: 'Ask an agent', agent: 'assistant', prompt: 'Say what to do' },
  },
  {
    title: 'Call a workflow',
    typeName: 'workflow',
    family: 'workflow',
    summary: 'Runs another workflow and waits for what it gives',
    step: { name: 'Call a workflow', workflow: 'Another workflow' },
  },
];

/** Everything that can be added, group by group. */
export function libraryOf(actions: readonly KnownAction[]): LibraryItem[] {
  const items = actions.map(({ type, title, summary }): LibraryItem => {
    const family = type.includes('.') ? (type.split('.')[0] ?? type) : type;
    return {
      key: type,
      group: groups[family] ?? 'Basics',
      title,
      summary,
      typeName: type,
      family,
      adds: { type: 'step', step: { name: title, action: type } },
    };
  });
  const flow = kinds.map(
    ({ step, ...kind }): LibraryItem => ({ ...kind, group: 'Flow', key: `kind:${kind.typeName}`, adds: { type: 'step', step } }),
  );
  const order = [...new Set(['Basics', ...items.map(({ group }) => group)])];
  return [...triggers(), ...flow, ...items.sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group))];
}

function triggers(): LibraryItem[] {
  return Object.values(triggerDefinitions).map(({ type, title, summary }) => ({
    key: `trigger:${type}`,
    group: 'Starts a run',
    title,
    summary,
    typeName: type,
    family: type,
    adds: { type: 'trigger', trigger: type, config: firstConfigOf(type) },
  }));
}

/** Items that every word of the search is found in, those whose names it begins first. */
export function searchLibrary(items: readonly LibraryItem[], search: string): LibraryItem[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...items];
  return items
    .map((item, index) => ({ item, index, score: scoreOf(item, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map(({ item }) => item);
}

function scoreOf({ title, typeName, summary, group }: LibraryItem, words: readonly string[]): number {
  const [name, type] = [title.toLowerCase(), typeName.toLowerCase()];
  const scores = words.map((word): number => {
    if (name.startsWith(word) || type.startsWith(word)) return 8;
    if (` ${name}`.includes(` ${word}`) || type.includes(`.${word}`)) return 6;
    if (name.includes(word) || type.includes(word)) return 4;
    return `${summary} ${group}`.toLowerCase().includes(word) ? 1 : 0;
  });
  return scores.includes(0) ? 0 : scores.reduce((sum, score) => sum + score, 0);
}
