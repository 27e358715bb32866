import { nearest } from '../workflow/nearest.ts';
import { mayBeTool } from './grants.ts';
import { closeness, isToolPattern } from './tool-patterns.ts';

export interface ToolProblem {
  readonly code: 'UNKNOWN_TOOL' | 'NEVER_TOOL';
  /** With what was probably meant. */
  readonly message: string;
}

/** Names that are no actions, beside `*` and those with a colon. */
const others = ['ask', 'delegate'];

/**
 * Why a tool or a pattern of tools can never mean anything; undefined where it can. Whether an agent or a workflow of that name is there, is
 * known only when it is used.
 */
export function findToolProblem(tool: string, actions: readonly string[]): ToolProblem | undefined {
  if (tool === '*' || others.includes(tool) || /^(?:delegate|workflow):\S/.test(tool)) return undefined;
  const usable = actions.filter(mayBeTool);
  if (usable.some((action) => closeness(tool, action) > 0)) return undefined;
  if (!mayBeTool(tool)) {
    const instead = tool.startsWith('workflow.') ? '; what an agent may run is named as `workflow:<name>`' : '';
    return { code: 'NEVER_TOOL', message: `\`${tool}\` is for steps of a workflow, and never a tool of an agent${instead}` };
  }
  const what = tool.endsWith('.*') ? 'There are no tools' : 'There is no tool';
  return { code: 'UNKNOWN_TOOL', message: `${what} \`${tool}\`${suggestion(tool, usable)}` };
}

function suggestion(tool: string, actions: readonly string[]): string {
  const families = [...new Set(actions.map((action) => action.slice(0, action.indexOf('.')).concat('.*')))];
  // Models and logs call `file.read` so: `file_read`.
  const dotted = tool.replace('_', '.');
  const found = families.includes(`${tool}.*`)
    ? `${tool}.*`
    : actions.includes(dotted)
      ? dotted
      : nearest(tool, tool.endsWith('.*') ? families : [...actions, ...others, ...families]);
  if (found !== undefined) return `; did you mean \`${found}\`?`;
  if (isToolPattern(tool)) return '';
  return '; a tool is an action (`file.read`), a family of them (`git.*`), `workflow:<name>`, `delegate`, `delegate:<agent>`, `ask` or `*`';
}
