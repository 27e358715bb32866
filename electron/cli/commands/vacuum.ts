import type { Command } from 'commander';
import { formatBytes } from '../../../shared/lib/byte-text.ts';
import { exitCodes } from '../exit-codes.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { withEngine } from '../with-engine.ts';

export function define(program: Command): void {
  program
    .command('vacuum')
    .description('delete old runs, as retention says, and give their space back')
    .addHelpText(
      'after',
      `
Kept are the last 1,000 completed and cancelled runs of each workflow for 30 days, and those that went wrong
for 90 days; always the last of each. \`settings.retention: { keep, days }\` of a workflow says otherwise.
\`pawl serve\` does this by itself every hour.`,
    )
    .action(
      perform(async (session) => {
        const freed = await withEngine(session, 'none', (engine) => engine.call((client) => client.system.vacuum()));
        if (session.format === 'json') printJson(session, freed);
        else if (!session.quiet) {
          const { runs, firings, databaseBytes, blobBytes } = freed;
          session.terminal.write(`deleted ${runs} runs and ${firings} journal entries\n`);
          session.terminal.write(`freed ${formatBytes(databaseBytes)} of the database and ${formatBytes(blobBytes)} of large outputs\n`);
        }
        return exitCodes.done;
      }),
    );
}
