import type { Agent, Grant, ToolGrant } from './agent.ts';
import { closeness } from './tool-patterns.ts';

/** Read and change nothing: every agent has them unless they are denied to it. */
export const toolsByDefault: readonly string[] = [
  'file.read',
  'file.list',
  'file.stat',
  'file.exists',
  'file.hash',
  'git.status',
  'git.log',
  'git.diff',
  'git.show',
  'git.branches',
];

const memoryTools: Readonly<Record<Agent['memory'], readonly string[]>> = {
  none: [],
  read: ['memory.get', 'memory.search'],
  write: ['memory.get', 'memory.search', 'memory.set', 'memory.delete'],
};

/** Steps of a workflow's own making, and what changes Pawl itself: no grant opens them to a model. */
const neverTools: ReadonlySet<string> = new Set([
  'inbox.answer',
  'set',
  'fail',
  'log',
  'workflow.run',
  'workflow.enable',
  'workflow.disable',
]);

export function mayBeTool(action: string): boolean {
  return !neverTools.has(action);
}

/** Strictest last. */
const strictness: readonly Grant[] = ['allow', 'ask', 'deny'];

/**
 * What an agent may do with a tool. The grant that names it most closely holds, of several the strictest. What changes or sends something is
 * used unasked only where a grant names the tool itself or, for a delegation, `delegate`: a wide `allow` means `ask` for it.
 */
export function grantOf({ tools, memory }: Pick<Agent, 'tools' | 'memory'>, tool: string): Grant {
  if (!mayBeTool(tool)) return 'deny';
  const isHarmless = tool === 'inbox.escalate' || toolsByDefault.includes(tool) || memoryTools[memory].includes(tool);
  const closest = Math.max(0, ...tools.map((one) => closeness(one.tool, tool)));
  if (closest === 0) return isHarmless ? 'allow' : 'deny';
  const grants = tools.filter((one: ToolGrant) => closeness(one.tool, tool) === closest).map(({ grant }) => grant);
  const grant = strictness.findLast((one) => grants.includes(one)) ?? 'deny';
  const isNamed = closest === 3 || (tool.startsWith('delegate:') && closest === 2);
  const isComputed = tool.startsWith('data.');
  return grant === 'allow' && !isNamed && !isHarmless && !isComputed ? 'ask' : grant;
}

/** Whether a step's own list, where it has one, leaves the tool in. It only ever takes away. */
export function isLeftIn(stepTools: readonly string[] | undefined, tool: string): boolean {
  return stepTools === undefined || stepTools.some((pattern) => closeness(pattern, tool) > 0);
}
