import { findToolProblem } from '../../agents/find-tool-problem.ts';
import type { Finding } from '../finding.ts';
import type { JsonPath } from '../json-path.ts';
import type { CheckContext } from './check-context.ts';

/** Tools that no agent could use: a misspelt one in a step's list would take all away, and nobody would be told. */
export function checkTools({ document, steps, catalogue, unread }: CheckContext): Finding[] {
  const actions = [...Object.keys(catalogue.actions), ...(catalogue.laterActions?.keys() ?? [])];
  const check = (tool: string, path: JsonPath, stepId?: string): Finding[] => {
    const problem = findToolProblem(tool, actions);
    return problem === undefined ? [] : [{ ...problem, ...(stepId === undefined ? {} : { stepId }), path }];
  };
  return [
    ...steps.flatMap(({ id, step, path }) =>
      'agent' in step && !unread.has(step) ? (step.tools ?? []).flatMap((tool, index) => check(tool, [...path, 'tools', index], id)) : [],
    ),
    ...(document.agents ?? []).flatMap(({ tools = [] }, agent) =>
      tools.flatMap(({ tool }, index) => check(tool, ['agents', agent, 'tools', index, 'tool'])),
    ),
  ];
}
