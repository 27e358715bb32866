import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { wholeNumber } from '../option-values.ts';
import { markOf, stateText } from '../output/marks.ts';
import { renderTable } from '../output/table.ts';
import { relativeTime } from '../output/time.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { withEngine } from '../with-engine.ts';

interface ListOptions {
  readonly search?: string;
  readonly tag?: string;
  readonly limit: number;
  readonly cursor?: string;
}

export function define(program: Command): void {
  program
    .command('list')
    .description('the imported workflows')
    .option('--search <text>', 'in names and descriptions')
    .option('--tag <tag>')
    .option('--limit <number>', 'at most so many', wholeNumber(1, 1000), 50)
    .option('--cursor <cursor>', '`next` of the page before')
    .action(
      perform(async (session, { search, tag, limit, cursor }: ListOptions) => {
        const page = await withEngine(session, 'none', (engine) =>
          engine.call((client) => client.workflows.list({ search, tag, limit, cursor })),
        );
        if (session.format === 'json') {
          printJson(session, page);
          return exitCodes.done;
        }
        const { terminal } = session;
        if (page.items.length === 0) {
          terminal.note('No workflows yet. `pawl import <file>` keeps one, `pawl templates` shows some to start from.\n');
          return exitCodes.done;
        }
        terminal.write(
          renderTable(
            page.items,
            [
              { title: 'NAME', text: ({ name }) => name },
              { title: 'VERSION', text: ({ version }) => version },
              { title: 'ENABLED', text: ({ enabled }) => (enabled ? 'yes' : 'no') },
              { title: 'TRIGGERS', text: ({ triggers }) => triggers.map(({ type }) => type).join(', ') },
              {
                title: 'LAST RUN',
                text: ({ lastRun }) => (lastRun === null ? '' : `${stateText(lastRun.state)} ${relativeTime(lastRun.at, Date.now())}`),
                style: (text, { lastRun }) => (lastRun === null ? text : terminal.style(markOf(lastRun.state).colour, text)),
              },
            ],
            terminal.columns,
          ),
        );
        if (page.next !== null) terminal.note(`More: --cursor ${page.next}\n`);
        return exitCodes.done;
      }),
    );
}
