import { z } from 'zod';
import { agentNameSchema, agentSchema, grantSchema } from '../agents/agent.ts';
import { procedure } from './errors.ts';
import { noInput, timeSchema } from './page.ts';

const agent = agentNameSchema.describe('The name of an agent');

export const agentViewSchema = z.object({
  agent: agentSchema,
  /** Grows with each change; a change is bound to it. */
  revision: z.int(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  /** Workflows of the library with a step for it. */
  usedBy: z.array(z.object({ workflowId: z.string(), name: z.string() })),
});

/** Something that can be granted. */
export const agentToolSchema = z.object({
  /** As a grant names it: `file.write`, `workflow:Nightly build`, `delegate:writer`, `ask`. */
  tool: z.string(),
  title: z.string(),
  summary: z.string(),
  /** What a repeat of it would do; `varies` where the parameters decide. */
  effect: z.enum(['pure', 'internal', 'keyed', 'once', 'varies']),
  /** What an agent without any grants may do with it. */
  byDefault: grantSchema,
});

const words = z.array(z.string()).readonly();

export const missingAgentSchema = z.object({
  name: z.string(),
  /** Ids of the steps that name it. */
  steps: z.array(z.string()),
  /** What the workflow brings along, or else an agent to begin with; null when the name cannot be one. */
  suggestion: agentSchema.nullable(),
  /** What it would be able to touch, in plain words. */
  reach: z.object({ unasked: words, asked: words, never: words }).nullable(),
});

/** A workflow of the library, or the text of one. */
const ofWorkflow = z.union([
  z.strictObject({ workflow: z.string().min(1).describe('A name or an id') }),
  z.strictObject({ text: z.string().describe('A document in any dialect') }),
]);

export const agentsContract = {
  list: procedure
    .route({ method: 'GET', path: '/agents', tags: ['agents'], summary: 'List the agents' })
    .input(noInput)
    .output(z.object({ items: z.array(agentViewSchema), next: z.null() })),
  /** What agents can be granted, on this machine and with these workflows and agents. */
  tools: procedure
    .route({ method: 'GET', path: '/agent-tools', tags: ['agents'], summary: 'List the tools that agents can be granted' })
    .input(noInput)
    .output(z.object({ items: z.array(agentToolSchema), next: z.null() })),
  get: procedure
    .route({ method: 'GET', path: '/agents/{agent}', tags: ['agents'], summary: 'An agent' })
    .input(z.strictObject({ agent }))
    .output(agentViewSchema),
  /**
   * Makes an agent or changes one, which may get another name. `revision` is that of the agent that was changed, 0 for a new one; without it
   * whatever is there is replaced. CONFLICT when somebody else was faster, or the name is taken.
   */
  save: procedure
    .route({ method: 'PUT', path: '/agents/{agent}', tags: ['agents'], summary: 'Make or change an agent' })
    .input(z.strictObject({ agent, definition: agentSchema, revision: z.int().min(0).exactOptional() }))
    .output(agentViewSchema),
  remove: procedure
    .route({ method: 'DELETE', path: '/agents/{agent}', tags: ['agents'], summary: 'Remove an agent' })
    .input(z.strictObject({ agent }))
    .output(z.object({ removed: z.string() })),
  /** CONFLICT when the name is taken. */
  duplicate: procedure
    .route({ method: 'POST', path: '/agents/{agent}/duplicate', tags: ['agents'], summary: 'Copy an agent' })
    .input(z.strictObject({ agent, as: agentNameSchema.exactOptional() }))
    .output(agentViewSchema),
  /** The agents that a workflow names and that are not there. */
  missing: procedure
    .route({ method: 'POST', path: '/missing-agents', tags: ['agents'], summary: 'Find the agents that a workflow lacks' })
    .input(ofWorkflow)
    .output(z.object({ items: z.array(missingAgentSchema), next: z.null() })),
  /** Makes each of them as suggested; those that cannot be made are left out. */
  createMissing: procedure
    .route({ method: 'POST', path: '/missing-agents/create', tags: ['agents'], summary: 'Make the agents that a workflow lacks' })
    .input(ofWorkflow)
    .output(z.object({ items: z.array(agentViewSchema), next: z.null() })),
};

export type AgentView = z.output<typeof agentViewSchema>;
export type AgentTool = z.output<typeof agentToolSchema>;
export type MissingAgent = z.output<typeof missingAgentSchema>;
