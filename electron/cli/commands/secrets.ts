import { type Command, Option } from 'commander';
import type { SecretView } from '../../../shared/contract/secrets.ts';
import { describeBindings } from '../../../shared/secrets/bindings.ts';
import { usage } from '../command-failure.ts';
import { exitCodes } from '../exit-codes.ts';
import { renderTable } from '../output/table.ts';
import { inertLine } from '../output/text.ts';
import { relativeTime } from '../output/time.ts';
import { perform } from '../perform.ts';
import { readSecretValue } from '../read-secret-value.ts';
import { printJson, type Session } from '../session.ts';
import { withEngine } from '../with-engine.ts';

interface BindingOptions {
  readonly action?: readonly string[];
  readonly host?: readonly string[];
  readonly workflow?: readonly string[];
  readonly any?: boolean;
  readonly description?: string;
}

const many = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

export function define(program: Command): void {
  const secrets = program.command('secrets').description('keys and passwords that workflows use by name: {{ secrets.NAME }}');
  secrets
    .command('list', { isDefault: true })
    .description('their names, where they may go, and who protects them; never a value')
    .action(
      perform(async (session) => {
        const list = await withEngine(session, 'none', (engine) => engine.call((client) => client.secrets.list()));
        if (session.format === 'json') printJson(session, list);
        else {
          if (list.items.length > 0) session.terminal.write(secretTable(list.items, session));
          for (const { name, problem } of list.items) if (problem !== null) session.terminal.note(`${name}: ${inertLine(problem)}\n`);
          session.terminal.note(list.items.length === 0 ? 'No secrets yet: pawl secrets set NAME --host api.example.com\n' : '');
          session.terminal.note(`${list.protection.text}\n`);
        }
        return exitCodes.done;
      }),
    );
  withBindings(
    secrets.command('set').description('set or replace a value; it is asked for, or read from the standard input').argument('<name>'),
  )
    .addOption(new Option('--value-stdin', 'read the value from the standard input, up to its end'))
    .addHelpText(
      'after',
      `
Examples:
  pawl secrets set GITHUB_TOKEN --host api.github.com
  gh auth token | pawl secrets set GH_TOKEN --value-stdin --action shell.run --workflow "Nightly release"`,
    )
    .action(
      perform(async (session, name: string, options: BindingOptions & { readonly valueStdin?: boolean }) => {
        const bindings = bindingsOf(options);
        const { description } = options;
        const { secret, warnings, protection } = await withEngine(session, 'none', async (engine) => {
          if (bindings === undefined) {
            const { items } = await engine.call((client) => client.secrets.list());
            if (!items.some((item) => item.name === name)) throw whereTo();
          }
          const value = await readSecretValue(name, session, options.valueStdin === true);
          const set = await engine.call((client) =>
            client.secrets.set({
              secret: name,
              value,
              ...(bindings === undefined ? {} : { bindings }),
              ...(description === undefined ? {} : { description }),
            }),
          );
          return { ...set, protection: (await engine.call((client) => client.secrets.list())).protection };
        });
        for (const warning of warnings) session.terminal.note(`${warning}\n`);
        printSecret(session, secret, `set {{ secrets.${name} }} for`);
        if (session.format === 'table' && !session.quiet) session.terminal.note(`${protection.text}\n`);
        return exitCodes.done;
      }),
    );
  withBindings(
    secrets.command('bind').description('change where a secret may go; the lists replace the ones before').argument('<name>'),
  ).action(
    perform(async (session, name: string, options: BindingOptions) => {
      const bindings = bindingsOf(options);
      const { description } = options;
      if (bindings === undefined && description === undefined) throw whereTo();
      const secret = await withEngine(session, 'none', (engine) =>
        engine.call((client) =>
          client.secrets.bind({
            secret: name,
            ...(bindings === undefined ? {} : { bindings }),
            ...(description === undefined ? {} : { description }),
          }),
        ),
      );
      printSecret(session, secret, `bound {{ secrets.${name} }} to`);
      return exitCodes.done;
    }),
  );
  secrets
    .command('remove')
    .description('forget a secret')
    .argument('<name>')
    .action(
      perform(async (session, name: string) => {
        const removed = await withEngine(session, 'none', (engine) => engine.call((client) => client.secrets.remove({ secret: name })));
        if (session.format === 'json') printJson(session, removed);
        else session.terminal.write(`removed ${removed.removed}\n`);
        return exitCodes.done;
      }),
    );
}

function withBindings(command: Command): Command {
  return command
    .option('--host <host>', 'http.request may send it to this host (*.example.com: and those below); can be repeated', many)
    .option('--action <action>', 'this action may use it: shell.run, ai.*; can be repeated', many)
    .option('--any', 'every action may use it')
    .option('--workflow <workflow>', 'only this workflow, by name or id; can be repeated', many)
    .option('--description <text>', 'what it is for');
}

/** Undefined when the command line says nothing of them. */
function bindingsOf({ action = [], host = [], workflow = [], any = false }: BindingOptions) {
  if (any && (action.length > 0 || host.length > 0)) throw usage('--any allows every action and host: leave --action and --host out');
  if (!any && action.length === 0 && host.length === 0) {
    if (workflow.length > 0) throw whereTo();
    return undefined;
  }
  return { actions: any ? ['*'] : [...action], hosts: [...host], workflows: [...workflow] };
}

function whereTo(): Error {
  return usage(
    'Say where the secret may go',
    'For requests: --host api.example.com. For other steps: --action shell.run. For every action: --any. Further: --workflow "Name".',
  );
}

function printSecret(session: Session, secret: SecretView, what: string): void {
  if (session.format === 'json') printJson(session, secret);
  else session.terminal.write(`${what} ${inertLine(describeBindings(secret.bindings))}\n`);
}

function secretTable(items: readonly SecretView[], { terminal }: Session): string {
  const now = Date.now();
  return renderTable(
    items,
    [
      { title: 'NAME', text: ({ name }) => name },
      { title: 'MAY GO TO', text: ({ bindings }) => describeBindings(bindings) },
      {
        title: 'KEPT BY',
        text: ({ keptBy, problem }) => (problem === null ? keptBy.replace('-', ' ') : `${keptBy.replace('-', ' ')}, closed`),
      },
      { title: 'SET', text: ({ updatedAt }) => relativeTime(updatedAt, now) },
      { title: 'LAST USED', text: ({ lastUsedAt }) => (lastUsedAt === null ? 'never' : relativeTime(lastUsedAt, now)) },
      { title: 'FOR', text: ({ description }) => description },
    ],
    terminal.columns,
  );
}
