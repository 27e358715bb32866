import { type Command, Option } from 'commander';
import { describeFiring } from '../../../shared/triggers/describe-firing.ts';
import { type Verdict, verdicts } from '../../../shared/triggers/journal.ts';
import { exitCodes } from '../exit-codes.ts';
import { since, wholeNumber } from '../option-values.ts';
import { renderTable } from '../output/table.ts';
import { relativeTime } from '../output/time.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { withEngine } from '../with-engine.ts';

interface JournalOptions {
  readonly trigger?: string;
  readonly workflow?: string;
  readonly verdict?: readonly Verdict[];
  readonly since?: string;
  readonly limit: number;
  readonly cursor?: string;
}

export function define(program: Command): void {
  program
    .command('journal')
    .description('every event that could have started a run, and what became of it')
    .option('--trigger <trigger>', 'of this trigger: workflow/trigger')
    .option('--workflow <workflow>', 'of this workflow: a name or an id')
    .addOption(new Option('--verdict <verdict...>', 'with one of these ends').choices(verdicts))
    .option('--since <time>', 'not older: 2h, 3d, or a date', since)
    .option('--limit <number>', 'at most so many', wholeNumber(1, 1000), 20)
    .option('--cursor <cursor>', '`next` of the page before')
    .action(
      perform(async (session, { trigger, workflow, verdict, since: from, limit, cursor }: JournalOptions) => {
        const filter = { trigger, workflow, since: from, limit, cursor, verdicts: verdict === undefined ? undefined : [...verdict] };
        const page = await withEngine(session, 'none', (engine) => engine.call((client) => client.journal.list(filter)));
        const { terminal } = session;
        if (session.format === 'json') printJson(session, page);
        else if (page.items.length === 0) terminal.note('Nothing has happened yet.\n');
        else {
          terminal.write(
            renderTable(
              page.items,
              [
                { title: 'WHEN', text: ({ at }) => relativeTime(at, Date.now()) },
                { title: 'TRIGGER', text: (firing) => firing.trigger },
                { title: 'WHAT', text: ({ type, data }) => describeFiring(type, data) },
                { title: 'VERDICT', text: (firing) => firing.verdict.replaceAll('_', ' ') },
                { title: 'RUN', text: ({ runId }) => runId ?? '' },
                { title: 'WHY', text: ({ reason }) => reason ?? '' },
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
