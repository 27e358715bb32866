import { z } from 'zod';
import { broughtAgentSchema } from '../agents/agent.ts';
import { escalateSchema } from '../escalation/escalate-rule.ts';
import { parseDuration } from '../lib/duration.ts';

/** The number in `pawl:`. Older documents are lifted by `upgrade.ts`. */
export const FORMAT = 1;

/** What a step id may look like; it is also a path segment of expressions, and a key of objects, where `__proto__` would be no data. */
export const STEP_ID = /^(?!__proto__$)[A-Za-z_][A-Za-z0-9_-]*$/;

const duration = z
  .union([z.string(), z.number()])
  .refine((value) => parseDuration(value) !== undefined, 'is not a duration; write 500ms, 30s, 5m, 2h, 1d or 1h30m')
  .describe('A duration: 500ms, 30s, 5m, 2h, 1d, 1h30m; a bare number is milliseconds');

const expression = z.string().min(1).describe('An expression: a path such as steps.read.output.size, or JavaScript');
const environment = z
  .record(z.string(), z.string().nullable())
  .describe("Environment variables of the step; a name without a value passes the machine's own variable on");
const identifier = z.string().regex(STEP_ID, 'must start with a letter or _ and hold only letters, digits, _ and -');

export const retrySchema = z.strictObject({
  maxRetries: z.number().int().min(0).max(100).default(0).describe('How many times to try again after the first attempt'),
  delay: duration.default('1s').describe('Wait before the first retry'),
  backoff: z.number().min(1).max(10).default(2).describe('Each wait is this many times the one before'),
  maxDelay: duration.default('5m').describe('No wait is longer than this'),
  jitter: z.number().min(0).max(1).default(0).describe('Share of each wait that is random, 0 to 1'),
  on: z
    .array(z.string())
    .optional()
    .describe('Only these error codes are retried; default: what may pass (network, time-outs, exit codes)'),
});

const edgeSchema = z.union([
  z.string(),
  z.strictObject({
    step: z.string(),
    on: z
      .union([z.enum(['success', 'failure', 'always']), z.boolean(), z.string(), z.number(), z.strictObject({ expression })])
      .default('success')
      .describe('success, failure, always, true or false (after an if), a case (after a switch), or {expression}'),
    label: z.string().optional(),
  }),
]);

const common = {
  id: identifier.optional().describe('Default: made from the name'),
  name: z.string().optional(),
  needs: z.array(edgeSchema).optional().describe('The steps this one waits for; left out: the step above; []: none'),
  join: z
    .enum(['all', 'any'])
    .optional()
    .describe('all (default): when every edge is resolved and one taken; any: as soon as one is taken'),
  when: z.union([expression, z.boolean()]).optional().describe('Skip the step when this is false'),
  timeout: duration.optional(),
  retry: retrySchema.optional(),
  optional: z.boolean().optional().describe('A failure does not fail the run'),
  onInterrupted: z.enum(['retry', 'ask', 'fail']).optional().describe('After a crash in the middle of an unsafe step'),
  /** Without a key: what the step is given is the key. */
  cache: z.strictObject({ key: z.string().optional(), ttl: duration.optional() }).optional(),
  outputSchema: z.record(z.string(), z.unknown()).optional().describe('JSON Schema that the output must match'),
  environment: environment.optional(),
  workingDirectory: z.string().optional(),
  notes: z.string().optional(),
};

const withValues = z.record(z.string(), z.unknown());

const actionStep = z.strictObject({
  ...common,
  action: z.string().min(1),
  with: withValues.optional(),
  escalate: escalateSchema.optional(),
});
const ifStep = z.strictObject({ ...common, if: expression });
const switchStep = z.strictObject({ ...common, switch: expression, cases: z.array(z.union([z.string(), z.number(), z.boolean()])).min(1) });

const loopOptions = {
  concurrency: z.number().int().min(1).max(1000).optional(),
  maxIterations: z.number().int().min(1).max(1_000_000).optional(),
  collect: expression.optional().describe("What each iteration gives; default: its last step's output"),
};
// The containers hold lists of steps: their types are written out, because a schema cannot infer a type from itself.
const nestedSteps: z.ZodType<StepDocument[], StepDocument[]> = z.lazy(() => stepList);
const forEachBase = z.strictObject({ ...common, ...loopOptions, forEach: z.union([expression, z.array(z.unknown())]) });
const whileBase = z.strictObject({ ...common, while: expression, maxIterations: loopOptions.maxIterations, collect: loopOptions.collect });
const timesBase = z.strictObject({ ...common, ...loopOptions, times: z.union([z.number().int().min(0), expression]) });
const parallelBase = z.strictObject({
  ...common,
  failFast: z.boolean().optional().describe('The first branch to fail stops the others; default: they end by themselves'),
});
const forEachStep = forEachBase.extend({ steps: nestedSteps });
const whileStep = whileBase.extend({ steps: nestedSteps });
const timesStep = timesBase.extend({ steps: nestedSteps });
const parallelStep = parallelBase.extend({ parallel: z.record(identifier, nestedSteps) });
const agentStep = z.strictObject({
  ...common,
  agent: z.string().min(1),
  prompt: z.string(),
  tools: z.array(z.string()).optional(),
  optimizeFor: z.enum(['speed', 'cost', 'quality', 'balanced']).optional(),
  budget: z.strictObject({ tokens: z.number().positive().optional(), cost: z.number().positive().optional() }).optional(),
  escalate: escalateSchema.optional(),
});
const approveStep = z.strictObject({
  ...common,
  approve: z.strictObject({
    message: z.string(),
    from: z.string().optional(),
    fields: z.array(z.record(z.string(), z.unknown())).optional(),
    timeout: duration.optional(),
    onTimeout: z.enum(['reject', 'approve', 'fail', 'escalate']).optional(),
    escalateTo: z.string().optional(),
    rewindTo: z.string().optional(),
  }),
});
const waitForStep = z.strictObject({
  ...common,
  waitFor: z.strictObject({
    event: z.string(),
    match: expression.optional(),
    timeout: duration.optional(),
    onTimeout: z.enum(['fail', 'continue', 'escalate']).optional(),
  }),
});
const delayStep = z.strictObject({ ...common, delay: z.union([duration, expression]) });
const untilStep = z.strictObject({ ...common, until: expression.describe('A time: ISO 8601, or an expression that gives one') });
const workflowStep = z.strictObject({
  ...common,
  workflow: z.string().min(1),
  with: withValues.optional(),
  version: z.string().optional(),
});

/** One schema for each kind, by the key that makes the kind. Validation picks by key, so that an error speaks of the kind that was meant. */
export const stepSchemas = {
  action: actionStep,
  if: ifStep,
  switch: switchStep,
  forEach: forEachStep,
  while: whileStep,
  times: timesStep,
  parallel: parallelStep,
  agent: agentStep,
  approve: approveStep,
  waitFor: waitForStep,
  delay: delayStep,
  until: untilStep,
  workflow: workflowStep,
} as const;

export type StepKind = keyof typeof stepSchemas;
export const stepKinds = Object.keys(stepSchemas) as readonly StepKind[];

type LeafStep = z.infer<
  | typeof actionStep
  | typeof ifStep
  | typeof switchStep
  | typeof agentStep
  | typeof approveStep
  | typeof waitForStep
  | typeof delayStep
  | typeof untilStep
  | typeof workflowStep
>;
export type StepDocument =
  | LeafStep
  | (z.infer<typeof forEachBase> & { steps: StepDocument[] })
  | (z.infer<typeof whileBase> & { steps: StepDocument[] })
  | (z.infer<typeof timesBase> & { steps: StepDocument[] })
  | (z.infer<typeof parallelBase> & { parallel: Record<string, StepDocument[]> });

const stepSchema = z.union(Object.values(stepSchemas)) as unknown as z.ZodType<StepDocument, StepDocument>;
const stepList = z.array(stepSchema);

export const variableSchema = z.strictObject({
  name: identifier,
  type: z.enum(['string', 'number', 'boolean', 'array', 'object', 'path', 'secret']).default('string'),
  default: z.unknown().optional(),
  required: z.boolean().optional(),
  enum: z.array(z.unknown()).optional(),
  description: z.string().optional(),
});

export const triggerSchema = z.strictObject({
  id: identifier.optional().describe('Default: the type, numbered when there are several'),
  type: z.string().min(1),
  enabled: z.boolean().optional(),
  config: z.record(z.string(), z.unknown()).optional(),
  with: withValues.optional().describe("Sets variables from the trigger's data"),
});

export const settingsSchema = z.strictObject({
  timeout: duration.optional().describe('The whole run ends after this'),
  retry: retrySchema.optional().describe('Default for steps'),
  parallelism: z.number().int().min(1).max(1000).optional().describe('Steps at once; default 4'),
  priority: z.number().int().min(-100).max(100).optional(),
  continueOnError: z.boolean().optional(),
  concurrency: z
    .strictObject({
      limit: z.number().int().min(1).max(1000).default(1),
      key: z.string().optional().describe('Runs with the same key share the limit'),
      whenBusy: z.enum(['queue', 'skip', 'replace', 'coalesce']).default('queue'),
    })
    .optional(),
  workingDirectory: z.string().optional(),
  roots: z.array(z.string()).optional().describe('Folders that file steps may touch; default: the working directory'),
  environment: environment.optional(),
  retention: z.strictObject({ keep: z.number().int().min(1).optional(), days: z.number().min(0).optional() }).optional(),
  checkpointInterval: duration.optional(),
  budget: z
    .strictObject({ tokens: z.number().positive().optional(), cost: z.number().positive().optional() })
    .optional()
    .describe(
      'What models may take in one run and in the runs that it starts; cost in US dollars. A call that would go over it is not made',
    ),
});

export const workflowSchema = z.strictObject({
  pawl: z.number().int().default(FORMAT),
  name: z.string().trim().min(1).max(200),
  description: z.string().optional(),
  version: z.string().default('1.0.0'),
  author: z.string().optional(),
  tags: z.array(z.string()).optional(),
  enabled: z.boolean().default(true),
  variables: z.array(variableSchema).optional(),
  triggers: z.array(triggerSchema).optional(),
  settings: settingsSchema.optional(),
  steps: stepList.min(1),
  finally: stepList.optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
  agents: z
    .array(broughtAgentSchema)
    .optional()
    .describe('Agents that its steps name, for machines that have none of these names: made when a person says so, never by a run'),
  layout: z.record(z.string(), z.strictObject({ x: z.number(), y: z.number() })).optional(),
});

/** The canonical document, parsed: defaults filled in, ids still optional. */
export type WorkflowDocument = z.infer<typeof workflowSchema>;
export type TriggerDocument = z.infer<typeof triggerSchema>;
export type VariableDocument = z.infer<typeof variableSchema>;
export type SettingsDocument = z.infer<typeof settingsSchema>;
export type RetryDocument = z.infer<typeof retrySchema>;
export type StepOf<K extends StepKind> = z.infer<(typeof stepSchemas)[K]>;

/** The key that makes the step's kind; undefined when there is none or more than one. */
export function kindOf(step: object): StepKind | undefined {
  const found = stepKinds.filter((kind) => Object.hasOwn(step, kind));
  return found.length === 1 ? found[0] : undefined;
}
