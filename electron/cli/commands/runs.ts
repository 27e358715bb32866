import { type Command, Option } from 'commander';
import { type RunStatus, runStatuses } from '../../../shared/run/status.ts';
import { exitCodes } from '../exit-codes.ts';
import { since, wholeNumber } from '../option-values.ts';
import { markOf, stateText } from '../output/marks.ts';
import { renderTable } from '../output/table.ts';
import { durationText, relativeTime } from '../output/time.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { withEngine } from '../with-engine.ts';

interface RunsOptions {
  readonly workflow?: string;
  readonly status?: readonly RunStatus[];
  readonly since?: string;
  readonly limit: number;
  readonly cursor?: string;
}

export function define(program: Command): void {
  program
    .command('runs')
    .description('what ran, newest first')
    .option('--workflow <workflow>', 'of this workflow: a name or an id')
    .addOption(new Option('--status <status...>', 'in one of these states').choices(runStatuses))
    .option('--since <time>', 'not older: 2h, 3d, or a date', since)
    .option('--limit <number>', 'at most so many', wholeNumber(1, 1000), 20)
    .option('--cursor <cursor>', '`next` of the page before')
    .addHelpText('after', '\nExample:\n  pawl runs --status failed timed_out --since 1d')
    .action(
      perform(async (session, { workflow, status, since: from, limit, cursor }: RunsOptions) => {
        const filter = { workflow, since: from, limit, cursor, states: status === undefined ? undefined : [...status] };
        const page = await withEngine(session, 'none', (engine) => engine.call((client) => client.runs.list(filter)));
        if (session.format === 'json') {
          printJson(session, page);
          return exitCodes.done;
        }
        const { terminal } = session;
        if (page.items.length === 0) {
          terminal.note('No such runs.\n');
          return exitCodes.done;
        }
        terminal.write(
          renderTable(
            page.items,
            [
              { title: 'RUN', text: ({ runId }) => runId },
              { title: 'WORKFLOW', text: (run) => run.workflow },
              {
                title: 'STATE',
                text: ({ state }) => `${markOf(state).sign} ${stateText(state)}`,
                style: (text, { state }) => terminal.style(markOf(state).colour, text),
              },
              { title: 'STARTED', text: ({ startedAt, createdAt }) => relativeTime(startedAt ?? createdAt, Date.now()) },
              { title: 'DURATION', text: ({ durationMs }) => durationText(durationMs) },
              { title: 'BY', text: ({ triggeredBy }) => triggeredBy },
              { title: 'ERROR', text: ({ error }) => error?.message ?? '' },
            ],
            terminal.columns,
          ),
        );
        if (page.next !== null) terminal.note(`More: --cursor ${page.next}\n`);
        return exitCodes.done;
      }),
    );
}
