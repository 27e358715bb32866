import { z } from 'zod';
import { optimizeForSchema } from '../ai/model.ts';
import { parseDuration } from '../lib/duration.ts';
import { isToolPattern } from './tool-patterns.ts';

/** Letters of any script, digits, blanks, `_` and `-`: a name is also a key in expressions (`memory.<agent>`) and a part of a step's path. */
export const agentNameSchema = z
  .string()
  .regex(/^[\p{L}\p{N}_](?:[\p{L}\p{N} _-]{0,62}[\p{L}\p{N}_-])?$/u, 'must be 1 to 64 letters, digits, blanks, _ and -');

/** `allow`: used unasked. `ask`: a person approves exactly that call. `deny`: the call is answered as failed. */
export const grantSchema = z.enum(['allow', 'ask', 'deny']);
export type Grant = z.output<typeof grantSchema>;

export const toolGrantSchema = z.strictObject({
  tool: z
    .string()
    .refine(
      isToolPattern,
      'is no tool; write an action (file.read), a family (git.*), workflow:<name>, delegate, delegate:<agent>, ask or *',
    )
    .describe('An action, a family of them, workflow:<name>, delegate, delegate:<agent>, ask, or *'),
  grant: grantSchema,
});
export type ToolGrant = z.output<typeof toolGrantSchema>;

/** Which model answers; empty: the router chooses. */
export const modelPolicySchema = z.strictObject({
  model: z.string().min(1).exactOptional().describe('provider/model, or a model by its name'),
  provider: z.string().min(1).exactOptional().describe('The router chooses among its models only'),
  optimizeFor: optimizeForSchema.exactOptional(),
  temperature: z.number().min(0).max(2).exactOptional(),
  maxTokens: z.int().positive().exactOptional().describe('Of one answer'),
});

/** What one step may use up, with everything that it hands on. What is left out has a default (`agentLimits`). */
export const agentBudgetSchema = z.strictObject({
  rounds: z.int().min(1).max(200).exactOptional().describe('Answers of the model'),
  tokens: z.int().positive().exactOptional(),
  cost: z.number().positive().exactOptional().describe('US dollars'),
  time: z
    .union([z.string(), z.number()])
    .refine((value) => parseDuration(value) !== undefined, 'is not a duration; write 30s, 5m or 2h')
    .exactOptional()
    .describe('Of models and tools at work; a person who is asked takes none of it'),
});
export type AgentBudget = z.output<typeof agentBudgetSchema>;

const fields = {
  description: z.string().max(500).describe('One line: what it is for'),
  instructions: z.string().max(100_000).describe('What the model is told before the task'),
  tools: z.array(toolGrantSchema).max(200).describe('What it may use beside reading files and git'),
  memory: z.enum(['none', 'read', 'write']).describe('What it may do with its own memory'),
};

/** Somebody who works on a task with a model and tools. Steps name it; what it may do stands here, and it cannot change that. */
export const agentSchema = z.strictObject({
  name: agentNameSchema,
  description: fields.description.default(''),
  instructions: fields.instructions.default(''),
  model: modelPolicySchema.default({}),
  tools: fields.tools.default([]),
  memory: fields.memory.default('none'),
  budget: agentBudgetSchema.default({}),
});

/** An agent as a workflow brings it along: nothing is filled in, so that it is written as it was read. */
export const broughtAgentSchema = z.strictObject({
  name: agentNameSchema,
  description: fields.description.exactOptional(),
  instructions: fields.instructions.exactOptional(),
  model: modelPolicySchema.exactOptional(),
  tools: fields.tools.exactOptional(),
  memory: fields.memory.exactOptional(),
  budget: agentBudgetSchema.exactOptional(),
});
export type Agent = z.output<typeof agentSchema>;
export type AgentInput = z.input<typeof agentSchema>;

export interface AgentLimits {
  readonly rounds: number;
  readonly tokens: number;
  /** US dollars; undefined: as much as it takes. */
  readonly cost: number | undefined;
  readonly timeMs: number;
}

/** An agent's budget with its defaults. */
export function agentLimits({ rounds = 20, tokens = 2_000_000, cost, time = '1h' }: AgentBudget): AgentLimits {
  return { rounds, tokens, cost, timeMs: parseDuration(time) ?? 3_600_000 };
}
