import type { Command } from 'commander';
import { Option } from 'commander';
import { type InboxCount, inboxKinds } from '../../../shared/contract/inbox.ts';
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
        const [page, count] = await withEngine(session, 'none', (engine) =>
          engine.call((client) => Promise.all([client.inbox.list(filter), client.inbox.count()])),
        );
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
          terminal.note(`${countText(count)}\n`);
          if (page.next !== null) terminal.note(`More: --cursor ${page.next}\n`);
        }
        return exitCodes.done;
      }),
    );
}

/** `3 wait for you: 1 approval, 2 interrupted steps`. */
function countText({ open, approval, escalation, interrupted }: InboxCount): string {
  if (open === 0) return 'Nothing waits for you.';
  const kinds = [
    [approval, 'approval'],
    [escalation, 'escalation'],
    [interrupted, 'interrupted step'],
  ] as const;
  const parts = kinds.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}${count === 1 ? '' : 's'}`]));
  return `${open} ${open === 1 ? 'waits' : 'wait'} for you: ${parts.join(', ')}`;
}
