import { type Command, Option } from 'commander';
import { type ProviderKind, providerKindSchema } from '../../../shared/ai/model.ts';
import { builtInProviders, type ProviderSettings, type ProviderView } from '../../../shared/ai/provider.ts';
import { usage } from '../command-failure.ts';
import { exitCodes } from '../exit-codes.ts';
import { providersTable } from '../output/model-tables.ts';
import { inertLine } from '../output/text.ts';
import { perform } from '../perform.ts';
import { printJson, type Session } from '../session.ts';
import { withEngine } from '../with-engine.ts';

interface ProviderOptions {
  readonly kind?: ProviderKind;
  readonly baseUrl?: string;
  readonly keySecret?: string;
  readonly on?: boolean;
  readonly off?: boolean;
}

/** Where models are asked: `providers`, `add`, `set`, `remove`, `test`. */
export function defineProviders(models: Command): void {
  models
    .command('providers')
    .description('where models are asked, and how each stands')
    .action(
      perform(async (session) => {
        const list = await withEngine(session, 'none', (engine) => engine.call((client) => client.models.providers()));
        if (session.format === 'json') printJson(session, list);
        else {
          session.terminal.write(providersTable(list.items, session.terminal));
          for (const { problem } of list.items) if (problem !== null) session.terminal.note(`${inertLine(problem)}\n`);
        }
        return exitCodes.done;
      }),
    );
  withSettings(models.command('add').description('add a provider: a gateway, or a server of your own'))
    .addHelpText(
      'after',
      `
Examples:
  pawl models add work --kind compatible --base-url https://models.example.com/v1 --key-secret WORK_KEY
  pawl models add gateway --kind anthropic --base-url https://gateway.example.com --key-secret GATEWAY_KEY`,
    )
    .action(
      perform(async (session, name: string, options: ProviderOptions) => {
        const before = await find(session, name);
        if (before !== undefined && !before.builtIn) {
          throw usage(`There is a provider ${name} already`, `Change it: pawl models set ${name}. Remove it: pawl models remove ${name}`);
        }
        printProvider(session, await put(session, settingsOf(name, options, before)), 'added');
        return exitCodes.done;
      }),
    );
  withSettings(models.command('set').description('change a provider, switch it on or off'))
    .addOption(new Option('--on', 'it may be asked').conflicts('off'))
    .option('--off', 'it is not asked')
    .action(
      perform(async (session, name: string, options: ProviderOptions) => {
        const before = await require(session, name);
        printProvider(session, await put(session, settingsOf(name, options, before)), 'set');
        return exitCodes.done;
      }),
    );
  models
    .command('remove')
    .description('forget a provider; its measurements stay')
    .argument('<provider>')
    .action(
      perform(async (session, name: string) => {
        const removed = await withEngine(session, 'none', (engine) => engine.call((client) => client.models.removeProvider({ name })));
        if (session.format === 'json') printJson(session, removed);
        else session.terminal.write(`removed ${removed.removed}\n`);
        return exitCodes.done;
      }),
    );
  models
    .command('test')
    .description('ask a provider a question of one word')
    .argument('<provider>')
    .option('--model <name>', 'this one of its models')
    .action(
      perform(async (session, name: string, { model }: { readonly model?: string }) => {
        const tested = await withEngine(session, 'none', (engine) =>
          engine.call((client) => client.models.testProvider({ name, ...(model === undefined ? {} : { model }) })),
        );
        if (session.format === 'json') printJson(session, tested);
        else if (tested.ok) session.terminal.write(`${inertLine(tested.text)}\n`);
        else session.terminal.note(`${inertLine(tested.text)}\n`);
        return tested.ok ? exitCodes.done : exitCodes.failed;
      }),
    );
}

function withSettings(command: Command): Command {
  return command
    .argument('<provider>', 'its name: the first part of the ids of its models')
    .addOption(new Option('--kind <kind>', 'what it speaks').choices(providerKindSchema.options))
    .option('--base-url <url>', 'where it is; left out: the own address of its kind')
    .option('--key-secret <name>', 'the secret that holds its key (pawl secrets set NAME --action "ai.*")');
}

function settingsOf(name: string, options: ProviderOptions, before: ProviderView | undefined): ProviderSettings {
  const { baseUrl = before?.baseUrl, keySecret = before?.secret, on = false, off = false } = options;
  const kind = options.kind ?? before?.kind ?? builtInProviders.find((each) => each.name === name)?.kind;
  if (kind === undefined) throw usage('Say what the provider speaks', `Give --kind ${providerKindSchema.options.join('|')}`);
  return {
    name,
    kind,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(keySecret === undefined ? {} : { secret: keySecret }),
    enabled: on || (!off && (before?.enabled ?? true)),
  };
}

async function find(session: Session, name: string): Promise<ProviderView | undefined> {
  const { items } = await withEngine(session, 'none', (engine) => engine.call((client) => client.models.providers()));
  return items.find((each) => each.name === name);
}

async function require(session: Session, name: string): Promise<ProviderView> {
  const found = await find(session, name);
  if (found === undefined) throw usage(`There is no provider ${name}`, `Add it: pawl models add ${name}`);
  return found;
}

function put(session: Session, settings: ProviderSettings): Promise<ProviderView> {
  return withEngine(session, 'none', (engine) => engine.call((client) => client.models.setProvider(settings)));
}

function printProvider(session: Session, view: ProviderView, what: string): void {
  if (session.format === 'json') return printJson(session, view);
  const { name, state, models, problem, address } = view;
  const where = address === null ? '' : ` at ${address}`;
  session.terminal.write(
    `${what} ${name}${inertLine(where)}: ${state === 'ready' ? `ready, ${models.length} models` : state.replace('_', ' ')}\n`,
  );
  if (problem !== null) session.terminal.note(`${inertLine(problem)}\n`);
}
