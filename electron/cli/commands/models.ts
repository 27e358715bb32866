import { type Command, InvalidArgumentError, Option } from 'commander';
import { toDollars } from '../../../shared/ai/model-reason.ts';
import type { ModelChange } from '../../../shared/ai/model-table.ts';
import type { ModelView } from '../../../shared/contract/models.ts';
import { usage } from '../command-failure.ts';
import { exitCodes } from '../exit-codes.ts';
import { wholeNumber } from '../option-values.ts';
import { callsTable, modelsTable, spendText } from '../output/model-tables.ts';
import { inertLine } from '../output/text.ts';
import { perform } from '../perform.ts';
import { printJson, type Session } from '../session.ts';
import { withEngine } from '../with-engine.ts';
import { definePolicy } from './models-policy.ts';
import { defineProviders } from './models-providers.ts';

const days = wholeNumber(1, 366);

export function define(program: Command): void {
  const models = program
    .command('models')
    .description('language models: providers, what they cost, how good they are, and which is chosen');
  models
    .command('list', { isDefault: true })
    .description('the models with what was measured of them')
    .option('--days <number>', 'measured today and on the days before it', days, 30)
    .action(
      perform(async (session, options: { readonly days: number }) => {
        const { list, providers } = await withEngine(session, 'none', (engine) =>
          engine.call(async (client) => ({ list: await client.models.list(options), providers: await client.models.providers() })),
        );
        if (session.format === 'json') printJson(session, { ...list, providers: providers.items });
        else {
          const { terminal } = session;
          if (list.items.length > 0) terminal.write(modelsTable(list.items, terminal, Date.now()));
          else terminal.note(noModels);
          if (list.items.length > 0)
            for (const { problem, configured } of providers.items)
              if (problem !== null && configured) terminal.note(`${inertLine(problem)}\n`);
        }
        return exitCodes.done;
      }),
    );
  defineProviders(models);
  definePolicy(models);
  withPrices(models);
  models
    .command('spend')
    .description('what models have cost: by day, model, workflow and agent')
    .option('--days <number>', 'today and the days before it', days, 30)
    .action(
      perform(async (session, options: { readonly days: number }) => {
        const spend = await withEngine(session, 'none', (engine) => engine.call((client) => client.models.spend(options)));
        if (session.format === 'json') printJson(session, spend);
        else session.terminal.write(spendText(spend, session.terminal));
        return exitCodes.done;
      }),
    );
  models
    .command('calls')
    .description('the latest calls, with the reason for each model')
    .option('--run <run>', 'of this run')
    .option('--model <model>', 'of this model: claude/claude-haiku-4-5')
    .option('--limit <number>', 'so many', wholeNumber(1, 1000), 20)
    .action(
      perform(async (session, options: { readonly run?: string; readonly model?: string; readonly limit: number }) => {
        const page = await withEngine(session, 'none', (engine) => engine.call((client) => client.models.calls(options)));
        if (session.format === 'json') printJson(session, page);
        else if (page.items.length > 0) session.terminal.write(callsTable(page.items, session.terminal, Date.now()));
        else session.terminal.note('No model was asked yet.\n');
        return exitCodes.done;
      }),
    );
  models
    .command('rate')
    .description('say how good an answer was; the router learns from it')
    .argument('<call>', 'its number in `pawl models calls`', wholeNumber(1, Number.MAX_SAFE_INTEGER))
    .argument('<thumb>', 'up, down, or none to take it back', thumbOf)
    .action(
      perform(async (session, call: number, thumb: 'up' | 'down' | null) => {
        const rated = await withEngine(session, 'none', (engine) => engine.call((client) => client.models.rate({ call, thumb })));
        if (session.format === 'json') printJson(session, rated);
        else session.terminal.write(`call ${call} of ${inertLine(rated.model)}: ${thumb === null ? 'taken back' : `thumb ${thumb}`}\n`);
        return exitCodes.done;
      }),
    );
}

const noModels = `No model can be asked yet. There are three ways to one:
  pawl secrets set ANTHROPIC_API_KEY --action 'ai.*'      a provider's key (or OPENAI_API_KEY, GEMINI_API_KEY)
  pawl models add work --kind compatible --base-url URL   a gateway or a server of your own
  start Ollama, LM Studio or llama.cpp                    on this machine: found by itself
To try without any of them, in a checkout of Pawl: npm run demo:model
`;

function withPrices(models: Command): void {
  models
    .command('price')
    .description('say what a model costs, or how much it can read; what is measured stays')
    .argument('<model>', 'with its provider: work/qwen3:8b')
    .option('--input <dollars>', 'for a million tokens that it reads', dollars)
    .option('--output <dollars>', 'for a million tokens that it writes', dollars)
    .option('--context <tokens>', 'how much it can read and write together', wholeNumber(1, 100_000_000))
    .addOption(new Option('--reset', 'as the table says').conflicts(['input', 'output', 'context']))
    .action(
      perform(async (session, model: string, { input, output, context, reset = false }: PriceOptions) => {
        if (!reset && input === undefined && output === undefined && context === undefined) {
          throw usage('Say what to change', 'Give --input, --output or --context, or --reset.');
        }
        const change: ModelChange = reset
          ? { inputPrice: null, outputPrice: null, contextTokens: null }
          : {
              ...(input === undefined ? {} : { inputPrice: input }),
              ...(output === undefined ? {} : { outputPrice: output }),
              ...(context === undefined ? {} : { contextTokens: context }),
            };
        printModel(session, await setModel(session, model, change));
        return exitCodes.done;
      }),
    );
  for (const [name, disabled, description] of [
    ['disable', true, 'never ask a model, not even by name'],
    ['enable', null, 'let a model be asked again'],
  ] as const) {
    models
      .command(name)
      .description(description)
      .argument('<model>', 'with its provider: work/qwen3:8b')
      .action(
        perform(async (session, model: string) => {
          const view = await setModel(session, model, { disabled });
          if (session.format === 'json') printJson(session, view);
          else session.terminal.write(`${inertLine(view.id)} is ${disabled === true ? 'switched off' : 'asked again'}\n`);
          return exitCodes.done;
        }),
      );
  }
}

interface PriceOptions {
  readonly input?: number;
  readonly output?: number;
  readonly context?: number;
  readonly reset?: boolean;
}

function setModel(session: Session, model: string, change: ModelChange): Promise<ModelView> {
  return withEngine(session, 'none', (engine) => engine.call((client) => client.models.set({ model, change })));
}

function printModel(session: Session, view: ModelView): void {
  if (session.format === 'json') return printJson(session, view);
  const { id, inputPrice, outputPrice, contextTokens } = view;
  const price = (value: number | null): string => (value === null ? 'no price' : toDollars(value));
  session.terminal.write(
    `${inertLine(id)}: ${price(inputPrice)} in, ${price(outputPrice)} out for a million tokens, window of ${contextTokens} tokens\n`,
  );
}

function dollars(text: string): number {
  const value = Number(text.replace(/^\$/, ''));
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) throw new InvalidArgumentError('Write dollars, such as 0.25.');
  return value;
}

function thumbOf(text: string): 'up' | 'down' | null {
  if (text === 'up' || text === 'down') return text;
  if (text === 'none') return null;
  throw new InvalidArgumentError('Write up, down or none.');
}
