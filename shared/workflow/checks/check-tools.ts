import { findToolProblem } from '../../agents/find-tool-problem.ts';
import type { Finding } from '../finding.ts';
import type { CheckContext } from './check-context.ts';

/** Tools of agent steps that no agent could be left: a misspelt one would take all away, and nobody would be told. */
export function checkTools({ steps, catalogue, unread }: CheckContext): Finding[] {
  const actions = [...Object.keys(catalogue.actions), ...(catalogue.laterActions?.keys() ?? [])];
  return steps.flatMap(({ id, step, path }): Finding[] => {
    if (!('agent' in step) || unread.has(step)) return [];
    return (step.tools ?? []).flatMap((tool, index): Finding[] => {
      const problem = findToolProblem(tool, actions);
      return problem === undefined ? [] : [{ ...problem, stepId: id, path: [...path, 'tools', index] }];
    });
  });
}
