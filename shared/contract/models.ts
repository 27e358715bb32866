import { z } from 'zod';
import { modelAbilitySchema, modelInfoSchema, modelTaskSchema, optimizeForSchema } from '../ai/model.ts';
import { modelChangeSchema, modelOverrideSchema } from '../ai/model-table.ts';
import { providerNameSchema, providerSettingsSchema, providerTestSchema, providerViewSchema } from '../ai/provider.ts';
import { procedure } from './errors.ts';
import { noInput, pageInput, pageOf, timeSchema } from './page.ts';

const count = z.number().int();
const share = z.number().describe('From 0 to 1');
const dollars = z.number().describe('US dollars');
const model = z
  .string()
  .regex(/^[^/\s]+\/\S+$/, 'is written with its provider: claude/claude-haiku-4-5')
  .max(300);
const days = z.number().int().min(1).max(366).default(30).describe('Today and the days before it, by the local calendar');
const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.null() });

/** What calls took; `cost` of those whose model has a price, `unpriced` are the others. */
const spentSchema = z.object({ calls: count, inputTokens: count, outputTokens: count, cost: dollars, unpriced: count });

/** What was measured; cancelled calls say nothing. Null where nothing can be said. */
export const measuredSchema = z.object({
  calls: count,
  /** Of the calls, how many were answered. */
  answered: share.nullable(),
  /** Mean of what schemas and people have said of answers. */
  quality: share.nullable(),
  /** Of how many answers somebody has said it. */
  judged: count,
  /** Geometric means of the answered calls. */
  typicalMs: z.number().nullable(),
  firstTokenMs: z.number().nullable(),
  costPerCall: dollars.nullable(),
  spent: spentSchema,
  failures: z.object({
    repaired: count,
    schemaErrors: count,
    refused: count,
    timeouts: count,
    rateLimits: count,
    errors: count,
    cancelled: count,
  }),
});

/**
 * `well`: it answered last; `unused`: it was not asked yet; `cooling`: it failed and is left alone until `until`; `unavailable`: its provider cannot
 * be asked; `off`: a person has switched it off.
 */
export const modelHealthSchema = z.object({
  state: z.enum(['well', 'unused', 'cooling', 'unavailable', 'off']),
  until: timeSchema.nullable(),
  reason: z.string().nullable(),
});

export const modelViewSchema = modelInfoSchema.extend({
  provider: z.string(),
  /** As the provider calls it. */
  name: z.string(),
  /** What a person has said of it, instead of the table. */
  override: modelOverrideSchema,
  health: modelHealthSchema,
  measured: measuredSchema,
});

export const performanceSchema = measuredSchema.extend({
  model: z.string().nullable(),
  task: modelTaskSchema.nullable(),
  /** By the local calendar. */
  day: z.iso.date().nullable(),
});

export const spendSchema = z.object({
  today: spentSchema,
  /** This month, by the local calendar. */
  month: spentSchema,
  /** The days that were asked for, together. */
  total: spentSchema,
  /** What may be spent on one day; null where nothing bounds it. */
  perDay: z.object({ tokens: z.number().nullable(), cost: dollars.nullable() }).nullable(),
  /** One for each day, the oldest first, days without a call included. */
  days: z.array(spentSchema.extend({ day: z.iso.date(), models: z.array(spentSchema.extend({ model: z.string() })) })),
  /** The most expensive first. Null: what no workflow asked, such as a chat. */
  workflows: z.array(spentSchema.extend({ workflow: z.string().nullable(), workflowId: z.string().nullable() })),
  agents: z.array(spentSchema.extend({ agent: z.string() })),
  models: z.array(spentSchema.extend({ model: z.string() })),
});

export const modelCallSchema = z.object({
  id: count,
  at: timeSchema,
  task: modelTaskSchema,
  model: z.string(),
  /** Why this model. */
  reason: z.string(),
  /** 0 for the first choice, then one more for each fall-back and repair of the same request. */
  attempt: count,
  request: z.string(),
  runId: z.string().nullable(),
  stepPath: z.string().nullable(),
  agent: z.string().nullable(),
  outcome: z.enum(['ok', 'repaired', 'schema_error', 'refused', 'timeout', 'rate_limit', 'error', 'cancelled']),
  inputTokens: count,
  outputTokens: count,
  cost: dollars.nullable(),
  firstTokenMs: z.number().nullable(),
  ms: z.number(),
  /** How good the answer was. */
  score: share.nullable(),
  judgedBy: z.enum(['schema', 'person', 'retry']).nullable(),
});

const rankedSchema = z.object({
  model: z.string(),
  reason: z.string(),
  /** Means something beside the others of one ranking only. */
  score: z.number(),
  success: share,
  quality: share,
  ms: z.number(),
  cost: dollars.nullable(),
  calls: count,
  /** What quality, cost and time give to the score. */
  parts: z.object({ quality: z.number(), cost: z.number(), time: z.number() }),
  coolsUntil: timeSchema.nullable(),
});

export const explanationSchema = z.object({
  task: modelTaskSchema,
  optimizeFor: optimizeForSchema,
  /** The best first. */
  ranked: z.array(rankedSchema),
  rejected: z.array(z.object({ model: z.string(), why: z.string(), reason: z.string() })),
  /** Share of the calls that go to a model of which little is known. */
  explorationShare: share,
  /** Providers that cannot be asked, and what to do. */
  unavailable: z.array(z.object({ provider: z.string(), problem: z.string() })),
});

const totalsSchema = z.object({ cost: dollars, unpriced: count, ms: z.number(), quality: share.nullable(), answered: share.nullable() });

export const whatIfSchema = z.object({
  from: timeSchema,
  to: timeSchema,
  /** Requests that were replayed; `recorded` are all calls of that time, of which the newest are looked at. */
  requests: count,
  recorded: count,
  isWhole: z.boolean(),
  was: totalsSchema,
  would: totalsSchema,
  moves: z.array(z.object({ from: z.string(), to: z.string(), requests: count, costWas: dollars, costWould: dollars })),
  /** Requests that name their model: no policy moves them. */
  named: count,
  /** Requests that no allowed model could serve; they count on neither side. */
  unserved: z.object({ requests: count, reason: z.string().nullable() }),
});

const budget = z.strictObject({ tokens: z.number().int().positive().exactOptional(), cost: z.number().positive().exactOptional() });
const provider = providerNameSchema;
const route = (method: 'GET' | 'PUT' | 'POST' | 'DELETE' | 'PATCH', path: `/${string}`, summary: string) =>
  procedure.route({ method, path, tags: ['models'], summary });

export const modelsContract = {
  /** Those of providers that can be asked, and those that were asked in that time. */
  list: route('GET', '/models', 'List the models with what was measured of them')
    .input(z.strictObject({ days }))
    .output(listOf(modelViewSchema)),
  /** Says something of a model that stands before the table; null takes it back. */
  set: route('PATCH', '/models', 'Set price, window or abilities of a model, or switch it off')
    .input(
      z.strictObject({
        model,
        change: modelChangeSchema,
      }),
    )
    .output(modelViewSchema),
  providers: route('GET', '/model-providers', 'List the providers of models and how they stand')
    .input(noInput)
    .output(listOf(providerViewSchema)),
  /** INVALID_INPUT when it cannot be kept so. */
  setProvider: route('PUT', '/model-providers/{name}', 'Add or change a provider').input(providerSettingsSchema).output(providerViewSchema),
  /** One that is there without being set up is as it was before. */
  removeProvider: route('DELETE', '/model-providers/{name}', 'Forget what was set up of a provider')
    .input(z.strictObject({ name: provider }))
    .output(z.object({ removed: z.string() })),
  /** Asks it a question of one word. */
  testProvider: route('POST', '/model-providers/{name}/test', 'Ask a provider a question of one word')
    .input(z.strictObject({ name: provider, model: z.string().max(300).exactOptional() }))
    .output(providerTestSchema),
  performance: route('GET', '/models/performance', 'What was measured, by model, task or day')
    .input(z.strictObject({ days, by: z.enum(['model', 'task', 'day', 'model_and_task']).default('model'), model: model.exactOptional() }))
    .output(listOf(performanceSchema)),
  spend: route('GET', '/models/spend', 'What models have cost').input(z.strictObject({ days })).output(spendSchema),
  /** The newest first. */
  calls: route('GET', '/models/calls', 'List calls of models')
    .input(
      z.strictObject({ ...pageInput, run: z.string().exactOptional(), model: model.exactOptional(), agent: z.string().exactOptional() }),
    )
    .output(pageOf(modelCallSchema)),
  /** A thumb; null takes a person's judgement back. */
  rate: route('POST', '/models/calls/{call}/rate', 'Say how good an answer was')
    .input(z.strictObject({ call: count.min(1), thumb: z.enum(['up', 'down']).nullable() }))
    .output(modelCallSchema),
  /** Who would be asked now, and why the others would not. */
  explain: route('POST', '/models/explain', 'Explain which model would be asked')
    .input(
      z.strictObject({
        task: modelTaskSchema,
        optimizeFor: optimizeForSchema.default('balanced'),
        abilities: z.array(modelAbilitySchema).default([]),
        inputTokens: count.min(0).default(1000),
        maxTokens: count.min(1).default(1000),
        model: z.string().exactOptional(),
        budget: budget.exactOptional(),
      }),
    )
    .output(explanationSchema),
  /** Nothing is asked and nothing is changed. */
  whatIf: route('POST', '/models/what-if', 'Choose anew for recorded calls, under another policy')
    .input(
      z.strictObject({
        from: timeSchema.exactOptional(),
        to: timeSchema.exactOptional(),
        optimizeFor: optimizeForSchema.exactOptional(),
        models: z.array(model).min(1).exactOptional(),
        budget: budget.exactOptional(),
      }),
    )
    .output(whatIfSchema),
};

export type ModelView = z.output<typeof modelViewSchema>;
export type ModelHealth = z.output<typeof modelHealthSchema>;
export type Measured = z.output<typeof measuredSchema>;
export type ModelPerformance = z.output<typeof performanceSchema>;
export type ModelSpend = z.output<typeof spendSchema>;
export type SpentOnModels = z.output<typeof spentSchema>;
export type ModelCallView = z.output<typeof modelCallSchema>;
export type ModelExplanation = z.output<typeof explanationSchema>;
export type WhatIfView = z.output<typeof whatIfSchema>;
