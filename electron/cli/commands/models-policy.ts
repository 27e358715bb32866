import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  type ModelAbility,
  type ModelTask,
  modelAbilitySchema,
  modelTaskSchema,
  type OptimizeFor,
  optimizeForSchema,
} from '../../../shared/ai/model.ts';
import { usage } from '../command-failure.ts';
import { exitCodes } from '../exit-codes.ts';
import { since, wholeNumber } from '../option-values.ts';
import { explanationText, whatIfText } from '../output/model-tables.ts';
import { inertLine } from '../output/text.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { withEngine } from '../with-engine.ts';

interface ExplainOptions {
  readonly optimizeFor: OptimizeFor;
  readonly ability?: readonly ModelAbility[];
  readonly inputTokens: number;
  readonly maxTokens: number;
  readonly maxCost?: number;
}

interface WhatIfOptions {
  readonly optimizeFor?: OptimizeFor;
  readonly since?: string;
  readonly until?: string;
  readonly model?: readonly string[];
  readonly maxCost?: number;
}

const tokens = wholeNumber(1, 100_000_000);

/** How models are chosen: `explain` and `what-if`. */
export function definePolicy(models: Command): void {
  models
    .command('explain')
    .description('which model would be asked now, and why not the others')
    .argument('<task>', `what the step is about: ${modelTaskSchema.options.join(', ')}`)
    .addOption(goal('what counts').default('balanced'))
    .option('--ability <ability>', 'it must be able to: tools, structured, images; can be repeated', abilities)
    .option('--input-tokens <number>', 'how much it reads', tokens, 1000)
    .option('--max-tokens <number>', 'how much it may write', tokens, 1000)
    .option('--max-cost <dollars>', 'what the call may cost', cost)
    .action(
      perform(async (session, task: string, options: ExplainOptions) => {
        const { optimizeFor, ability, inputTokens, maxTokens, maxCost } = options;
        const explained = await withEngine(session, 'none', (engine) =>
          engine.call((client) =>
            client.models.explain({
              task: taskOf(task),
              optimizeFor,
              inputTokens,
              maxTokens,
              ...(ability === undefined ? {} : { abilities: [...ability] }),
              ...(maxCost === undefined ? {} : { budget: { cost: maxCost } }),
            }),
          ),
        );
        if (session.format === 'json') printJson(session, explained);
        else {
          if (explained.ranked.length + explained.rejected.length > 0) session.terminal.write(explanationText(explained, session.terminal));
          if (explained.ranked.length === 0) session.terminal.note('No model could be asked.\n');
          for (const { problem } of explained.unavailable) session.terminal.note(`${inertLine(problem)}\n`);
        }
        return exitCodes.done;
      }),
    );
  models
    .command('what-if')
    .description('what the recorded calls would have cost under another policy; nothing is asked')
    .addOption(goal('what counts; left out: what each step asked for'))
    .option('--since <time>', 'calls since then: 7d, 2026-11-01 (default: 30 days)', since)
    .option('--until <time>', 'calls before then', since)
    .option('--model <model>', 'only this model may be chosen; can be repeated', many)
    .option('--max-cost <dollars>', 'what one call may cost', cost)
    .addHelpText('after', '\nExample:\n  pawl models what-if --optimize-for cost --since 7d')
    .action(
      perform(async (session, { optimizeFor, since: from, until, model, maxCost }: WhatIfOptions) => {
        const result = await withEngine(session, 'none', (engine) =>
          engine.call((client) =>
            client.models.whatIf({
              ...(optimizeFor === undefined ? {} : { optimizeFor }),
              ...(from === undefined ? {} : { from }),
              ...(until === undefined ? {} : { to: until }),
              ...(model === undefined ? {} : { models: [...model] }),
              ...(maxCost === undefined ? {} : { budget: { cost: maxCost } }),
            }),
          ),
        );
        if (session.format === 'json') {
          printJson(session, result);
          return exitCodes.done;
        }
        const { terminal } = session;
        if (result.requests === 0) terminal.note('No call was recorded in that time that could be chosen anew.\n');
        else terminal.write(whatIfText(result, terminal));
        if (result.named > 0) terminal.note(`${result.named} of them name their model and stay with it.\n`);
        if (result.unserved.requests > 0) {
          terminal.note(`${result.unserved.requests} more could not be served: ${inertLine(result.unserved.reason ?? '')}\n`);
        }
        if (!result.isWhole) terminal.note(`The newest of ${result.recorded} calls were looked at.\n`);
        return exitCodes.done;
      }),
    );
}

function goal(description: string): Option {
  return new Option('--optimize-for <goal>', description).choices(optimizeForSchema.options);
}

function taskOf(text: string): ModelTask {
  const task = modelTaskSchema.safeParse(text);
  if (task.success) return task.data;
  throw usage(`There is no task ${text}`, `Tasks are ${modelTaskSchema.options.join(', ')}`);
}

const many = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

function abilities(text: string, before: readonly ModelAbility[] = []): readonly ModelAbility[] {
  const ability = modelAbilitySchema.safeParse(text);
  if (ability.success) return [...before, ability.data];
  throw new InvalidArgumentError(`Write one of ${modelAbilitySchema.options.join(', ')}.`);
}

function cost(text: string): number {
  const value = Number(text.replace(/^\$/, ''));
  if (!(value > 0)) throw new InvalidArgumentError('Write dollars, such as 0.05.');
  return value;
}
