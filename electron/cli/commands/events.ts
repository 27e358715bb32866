import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { wholeNumber } from '../option-values.ts';
import { renderTable } from '../output/table.ts';
import { relativeTime } from '../output/time.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { withEngine } from '../with-engine.ts';

interface EventsOptions {
  readonly name?: string;
  readonly limit: number;
  readonly cursor?: string;
}

export function define(program: Command): void {
  program
    .command('events')
    .description('what was published, the newest first')
    .option('--name <name>', 'only of this name')
    .option('--limit <number>', 'at most so many', wholeNumber(1, 1000), 20)
    .option('--cursor <cursor>', '`next` of the page before')
    .action(
      perform(async (session, options: EventsOptions) => {
        const page = await withEngine(session, 'none', (engine) => engine.call((client) => client.events.list({ ...options })));
        const { terminal } = session;
        if (session.format === 'json') printJson(session, page);
        else if (page.items.length === 0) terminal.note('Nothing was published yet.\n');
        else {
          terminal.write(
            renderTable(
              page.items,
              [
                { title: 'WHEN', text: ({ at }) => relativeTime(at, Date.now()) },
                { title: 'NAME', text: ({ name }) => name },
                { title: 'BY', text: ({ source }) => source },
                { title: 'DATA', text: ({ data }) => JSON.stringify(data) },
              ],
              terminal.columns,
            ),
          );
          if (page.next !== null) terminal.note(`More: --cursor ${page.next}\n`);
        }
        return exitCodes.done;
      }),
    );
}
