import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { wholeNumber } from '../option-values.ts';
import { daysTable, failuresTable, overviewLines, stepsTable, workflowsTable } from '../output/stats-tables.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { withEngine } from '../with-engine.ts';

interface StatsOptions {
  readonly workflow?: string;
  readonly days: number;
}

/** The table shows those with the most runs. */
const mostWorkflows = 15;

export function define(program: Command): void {
  program
    .command('stats')
    .description('how runs went: by day, by workflow or step, and what fails again and again')
    .option('--workflow <workflow>', 'of this workflow, by step: a name or an id')
    .option('--days <number>', 'today and the days before it', wholeNumber(1, 92), 7)
    .addHelpText('after', '\nExample:\n  pawl stats --workflow "Tidy downloads" --days 30')
    .action(
      perform(async (session, { workflow, days }: StatsOptions) => {
        const told = await withEngine(session, 'none', (engine) =>
          engine.call(async ({ stats }) => {
            const [overview, trend, failures, retries, workflows, steps] = await Promise.all([
              stats.overview(),
              stats.trend({ days, workflow }),
              stats.failures({ days, workflow }),
              stats.retries({ days, workflow }),
              workflow === undefined ? stats.workflows({ days }) : undefined,
              workflow === undefined ? undefined : stats.steps({ days, workflow }),
            ]);
            return {
              overview,
              trend,
              ...(workflows === undefined ? {} : { workflows }),
              ...(steps === undefined ? {} : { steps }),
              failures,
              retries,
            };
          }),
        );
        if (session.format === 'json') {
          printJson(session, told);
          return exitCodes.done;
        }
        const { terminal } = session;
        const { overview, trend, workflows, steps, failures } = told;
        const sections = [
          workflow === undefined ? overviewLines(overview) : '',
          daysTable(trend.items, terminal),
          workflowsTable(workflows?.items.slice(0, mostWorkflows) ?? [], terminal),
          stepsTable(steps?.items ?? [], terminal),
          failuresTable(failures.patterns, terminal, Date.now()),
        ];
        terminal.write(sections.filter((section) => section !== '').join('\n'));
        const more = (workflows?.items.length ?? 0) - mostWorkflows;
        if (more > 0) terminal.note(`${more} more workflows: --format json\n`);
        return exitCodes.done;
      }),
    );
}
