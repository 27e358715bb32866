import type { Command } from 'commander';
import { Option } from 'commander';
import { inboxKinds } from '../../../shared/contract/inbox.ts';
import { exitCodes } from '../exit-codes.ts';
import { wholeNumber } from '../option-values.ts';
import { renderTable } from '../output/table.ts';
import { relativeTime } from '../output/time.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { withEngine } from '../with-engine.ts';

interface InboxOptions {
  readonly all?: boolean;
  readonly kind?: (typeof inboxKinds)[number];
  readonly run?: string;
  readonly limit: number;
  readonly cursor?: string;
}

export function define(program: Command): void {
  program
    .command('inbox')
    .description('what waits for you: approvals, escalations, interrupted steps')
    .option('--all', 'also what was answered before')
    .addOption(new Option('--kind <kind>', 'only these').choices(inboxKinds))
    .option('--run <run>', 'of this run')
    .option('--limit <number>', 'at most so many', wholeNumber(1, 1000), 20)
    .option('--cursor <cursor>', '`next` of the page before')
    .action(
      perform(async (session, { all = false, kind, run, limit, cursor }: InboxOptions) => {
        const filter = { open: !all, kind, run, limit, cursor };
        const page = await withEngine(session, 'none', (engine) => engine.call((client) => client.inbox.list(filter)));
        const { terminal } = session;
        if (session.format === 'json') printJson(session, page);
        else if (page.items.length === 0) terminal.note('Nothing waits for you.\n');
        else {
          terminal.write(
            renderTable(
              page.items,
              [
                { title: 'ID', text: ({ id }) => id },
                { title: 'KIND', text: (item) => item.kind },
                { title: 'WORKFLOW', text: ({ workflow }) => workflow },
                { title: 'ASKED', text: ({ openedAt }) => relativeTime(openedAt, Date.now()) },
                { title: 'WHAT', text: ({ title, message, status }) => `${status === 'open' ? '' : `(${status}) `}${title}: ${message}` },
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
