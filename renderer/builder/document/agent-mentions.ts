import { agentNameSchema } from '../../../shared/agents/agent.ts';
import { formatPath } from '../../../shared/workflow/expression/path.ts';
import type { DrawnWorkflow } from '../../../shared/workflow/load.ts';
import { nearest } from '../../../shared/workflow/nearest.ts';
import type { Problem } from '../../../shared/workflow/problem.ts';
import type { WorkflowDocument } from '../../../shared/workflow/schema.ts';
import { scopesOf } from '../../../shared/workflow/scopes.ts';

/** A step that is for an agent, with where the agent's name is written. */
export interface AgentMention {
  readonly name: string;
  readonly stepId: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** Told of a step whose agent is not there. */
export interface MissingAgent extends Problem {
  readonly agent: string;
}

const AGENT_MISSING = 'AGENT_MISSING';

export function isMissingAgent(problem: Problem): problem is MissingAgent {
  return problem.code === AGENT_MISSING && 'agent' in problem;
}

/** In the order of the steps; those that only stand in for ones that cannot be read are left out. */
export function agentMentions(
  document: WorkflowDocument,
  text: string,
  { rangeOf, unread }: Pick<DrawnWorkflow, 'rangeOf' | 'unread'>,
): readonly AgentMention[] {
  return scopesOf(document).flatMap(({ steps, path }) =>
    steps.flatMap((step, index): AgentMention[] => {
      const { id: stepId = '' } = step;
      if (!('agent' in step) || unread.has(stepId)) return [];
      const place = [...path, index];
      const { from } = rangeOf([...place, 'agent']) ?? rangeOf(place) ?? { from: 0 };
      return [{ name: step.agent, stepId, path: formatPath([...place, 'agent']), ...positionAt(text, from) }];
    }),
  );
}

/** All that is wrong, in the order of the text: what the text tells by itself, and agents that are not there. */
export function withMissingAgents(
  { problems, agents }: { readonly problems: readonly Problem[]; readonly agents: readonly AgentMention[] },
  known: ReadonlySet<string> | undefined,
): readonly Problem[] {
  const missing = missingAgents(agents, known);
  return missing.length === 0 ? problems : [...problems, ...missing].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

/** What is wrong with mentions of agents that are not there; nothing as long as it is not known which are. */
export function missingAgents(mentions: readonly AgentMention[], known: ReadonlySet<string> | undefined): readonly MissingAgent[] {
  if (known === undefined) return [];
  return mentions
    .filter(({ name }) => !known.has(name))
    .map(({ name, ...at }) => ({ code: AGENT_MISSING, severity: 'warning', message: messageFor(name, known), agent: name, ...at }));
}

/** Whether an agent can have this name. */
export function canBeAgent(name: string): boolean {
  return agentNameSchema.safeParse(name).success;
}

function messageFor(name: string, known: ReadonlySet<string>): string {
  const called = JSON.stringify(name);
  if (!canBeAgent(name)) return `${called} cannot be the name of an agent: one has 1 to 64 letters, digits, blanks, _ and -`;
  const near = nearest(name, [...known]);
  return `There is no agent ${called}${near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`}`;
}

function positionAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf('\n') + 1;
  let line = 1;
  for (let at = before.indexOf('\n'); at >= 0; at = before.indexOf('\n', at + 1)) line++;
  return { line, column: offset - start + 1 };
}
