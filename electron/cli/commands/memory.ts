import { type Command, InvalidArgumentError, Option } from 'commander';
import type { MemoryEntryView } from '../../../shared/contract/memory.ts';
import { formatBytes } from '../../../shared/lib/byte-text.ts';
import { parseDuration } from '../../../shared/lib/duration.ts';
import type { Json } from '../../../shared/lib/json.ts';
import { type ConflictPolicy, conflictPolicies } from '../../../shared/memory/plan-sync.ts';
import { exitCodes } from '../exit-codes.ts';
import { jsonValue, wholeNumber } from '../option-values.ts';
import { renderTable } from '../output/table.ts';
import { inert, inertLine } from '../output/text.ts';
import { relativeTime } from '../output/time.ts';
import { perform } from '../perform.ts';
import { printJson, type Session } from '../session.ts';
import { syncMemory } from '../sync-memory.ts';
import { withEngine } from '../with-engine.ts';

interface ListOptions {
  readonly query?: string;
  readonly from?: string;
  readonly limit: number;
  readonly cursor?: string;
}

interface SetOptions {
  readonly json?: boolean;
  readonly ttl?: string;
}

interface SyncOptions {
  readonly from: string;
  readonly key?: readonly string[];
  readonly conflict: ConflictPolicy;
}

const many = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

export function define(program: Command): void {
  const memory = program.command('memory').description('what agents know: {{ memory.<agent>.<key> }}');
  const paged = (command: Command): Command =>
    command
      .option('--limit <number>', 'at most so many', wholeNumber(1, 1000), 50)
      .option('--cursor <cursor>', '`next` of the page before');

  paged(memory.command('list', { isDefault: true }).description('what is remembered, the newest first').argument('[agent]'))
    .option('--query <words>', 'only with these words in key or value')
    .option('--from <agent>', 'only what has come from this agent')
    .action(
      perform(async (session, agent: string | undefined, { from, ...options }: ListOptions) => {
        await listEntries(session, {
          ...options,
          ...(agent === undefined ? {} : { agent }),
          ...(from === undefined ? {} : { source: from }),
        });
        return exitCodes.done;
      }),
    );
  memory
    .command('who')
    .description('who knows how much, and from whom')
    .action(
      perform(async (session) => {
        const { agents, links } = await withEngine(session, 'none', (engine) => engine.call((client) => client.memory.knowledge()));
        const { terminal } = session;
        if (session.format === 'json') printJson(session, { agents, links });
        else if (agents.length === 0) terminal.note(NOTHING);
        else {
          const from = (agent: string): string =>
            links
              .filter((link) => link.agent === agent)
              .map(({ source, entries }) => `${source} (${entries})`)
              .join(', ');
          terminal.write(
            renderTable(
              agents,
              [
                { title: 'AGENT', text: ({ agent }) => agent },
                { title: 'KNOWS', text: ({ entries }) => String(entries) },
                { title: 'SIZE', text: ({ bytes }) => formatBytes(bytes) },
                { title: 'FROM OTHERS', text: ({ agent }) => from(agent) },
                { title: 'CHANGED', text: ({ updatedAt }) => relativeTime(updatedAt, Date.now()) },
              ],
              terminal.columns,
            ),
          );
        }
        return exitCodes.done;
      }),
    );
  memory
    .command('get')
    .description('one value; a text as it is, anything else as JSON')
    .argument('<agent>')
    .argument('<key>')
    .action(
      perform(async (session, agent: string, key: string) => {
        const entry = await withEngine(session, 'none', (engine) => engine.call((client) => client.memory.get({ agent, key })));
        if (session.format === 'json') printJson(session, entry);
        else {
          session.terminal.write(`${inert(typeof entry.value === 'string' ? entry.value : JSON.stringify(entry.value, null, 2))}\n`);
          if (!session.quiet) session.terminal.note(`${inertLine(originOf(entry))}\n`);
        }
        return exitCodes.done;
      }),
    );
  memory
    .command('set')
    .description('remember a text, or with --json any value')
    .argument('<agent>')
    .argument('<key>')
    .argument('<value>')
    .option('--json', 'the value is JSON')
    .addOption(new Option('--ttl <duration>', 'forget it after so long: 30m, 12h, 7d').argParser(duration))
    .action(
      perform(async (session, agent: string, key: string, text: string, { json = false, ttl }: SetOptions) => {
        const value = json ? (jsonValue(text) as Json) : text;
        const entry = await withEngine(session, 'none', (engine) =>
          engine.call((client) => client.memory.set({ agent, key, value, by: 'cli', ...(ttl === undefined ? {} : { ttl }) })),
        );
        if (session.format === 'json') printJson(session, entry);
        else session.terminal.write(inertLine(`${agent} remembers ${key}${untilText(entry)}`).concat('\n'));
        return exitCodes.done;
      }),
    );
  memory
    .command('delete')
    .description('forget a value; copies that others have stay theirs')
    .argument('<agent>')
    .argument('<key>')
    .action(
      perform(async (session, agent: string, key: string) => {
        const gone = await withEngine(session, 'none', (engine) =>
          engine.call((client) => client.memory.delete({ agent, key, by: 'cli' })),
        );
        if (session.format === 'json') printJson(session, gone);
        else session.terminal.write(inertLine(`${agent} has forgotten ${key}`).concat('\n'));
        return exitCodes.done;
      }),
    );
  paged(memory.command('search').description('find values by words; each may be the beginning of one').argument('<words...>'))
    .option('--agent <agent>', 'only what this agent knows')
    .action(
      perform(async (session, words: readonly string[], options: ListOptions & { readonly agent?: string }) => {
        await listEntries(session, { ...options, query: words.join(' ') });
        return exitCodes.done;
      }),
    );
  memory
    .command('share')
    .description('give other agents copies, which tell where they come from')
    .argument('<agent>')
    .argument('<key...>')
    .requiredOption('--with <agent>', 'who gets them; can be repeated', many)
    .addOption(new Option('--ttl <duration>', 'the copies are forgotten after so long').argParser(duration))
    .action(
      perform(
        async (session, agent: string, keys: readonly string[], options: { readonly with: readonly string[]; readonly ttl?: string }) => {
          const { ttl } = options;
          const done = await withEngine(session, 'none', (engine) =>
            engine.call((client) =>
              client.memory.share({ agent, keys: [...keys], with: [...options.with], by: 'cli', ...(ttl === undefined ? {} : { ttl }) }),
            ),
          );
          if (session.format === 'json') printJson(session, done);
          else {
            for (const { key, with: other } of done.shared) session.terminal.write(inertLine(`${key} → ${other}`).concat('\n'));
            for (const key of done.missing) session.terminal.note(inertLine(`${agent} knows nothing under ${key}`).concat('\n'));
          }
          return done.shared.length === 0 && done.missing.length > 0 ? exitCodes.notFound : exitCodes.done;
        },
      ),
    );
  memory
    .command('sync')
    .description('take over what is newer from another agent')
    .argument('<agent>', 'who learns')
    .requiredOption('--from <agent>', 'who it learns from')
    .option('--key <key>', 'only this; can be repeated', many)
    .addOption(
      new Option('--conflict <policy>', 'where both have changed a value: the last writer wins, the own stays, or you are asked')
        .choices(conflictPolicies)
        .default('newest'),
    )
    .action(
      perform(async (session, agent: string, { from, key, conflict }: SyncOptions) =>
        syncMemory(session, { agent, from, conflict, keys: key }),
      ),
    );
}

const NOTHING = 'Nothing is remembered yet: pawl memory set AGENT KEY VALUE, or the action memory.set\n';

async function listEntries(session: Session, input: Omit<ListOptions, 'from'> & { readonly agent?: string; readonly source?: string }) {
  const page = await withEngine(session, 'none', (engine) => engine.call((client) => client.memory.list(input)));
  const { terminal } = session;
  if (session.format === 'json') return printJson(session, page);
  if (page.items.length === 0) return terminal.note(input.query === undefined ? NOTHING : 'Nothing was found.\n');
  terminal.write(
    renderTable(
      page.items,
      [
        { title: 'AGENT', text: ({ agent }) => agent },
        { title: 'KEY', text: ({ key }) => key },
        { title: 'FROM', text: ({ source }) => source ?? '' },
        { title: 'CHANGED', text: ({ updatedAt }) => relativeTime(updatedAt, Date.now()) },
        { title: 'EXPIRES', text: ({ expiresAt }) => (expiresAt === null ? '' : relativeTime(expiresAt, Date.now())) },
        { title: 'VALUE', text: ({ value }) => (typeof value === 'string' ? value : JSON.stringify(value)) },
      ],
      terminal.columns,
    ),
  );
  if (page.next !== null) terminal.note(`More: --cursor ${page.next}\n`);
}

function originOf(entry: MemoryEntryView): string {
  const from = entry.source === null ? '' : `from ${entry.source}${entry.via === entry.source ? '' : ` through ${entry.via}`}, `;
  return `${from}changed ${relativeTime(entry.updatedAt, Date.now())} by ${entry.by}${untilText(entry)}`;
}

function untilText({ expiresAt }: MemoryEntryView): string {
  return expiresAt === null ? '' : `, until ${expiresAt}`;
}

function duration(text: string): string {
  if (parseDuration(text) === undefined) throw new InvalidArgumentError('Write a duration: 30m, 12h, 7d.');
  return text;
}
