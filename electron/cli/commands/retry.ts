import type { Command } from 'commander';
import { attendRun } from '../attend-run.ts';
import { exitCodes } from '../exit-codes.ts';
import { inertLine } from '../output/text.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { withEngine } from '../with-engine.ts';

interface RetryOptions {
  readonly from?: string;
  readonly latest?: boolean;
  readonly dryRun?: boolean;
  readonly detach?: boolean;
}

export function define(program: Command): void {
  program
    .command('retry')
    .description('run again what failed, as a new run that keeps the finished steps')
    .argument('<run>', 'a run id or a unique beginning of one')
    .option('--from <step>', 'from this step on (default: the first that failed)')
    .option('--latest', 'with the newest version of the workflow')
    .option('--dry-run', 'tell which steps would run again, and whose results would be taken')
    .option('--detach', 'print the run id and leave it to run in the background')
    .action(
      perform(async (session, run: string, { from, latest = false, dryRun = false, detach = false }: RetryOptions) => {
        if (dryRun) {
          const preview = await withEngine(session, 'none', (engine) =>
            engine.call((client) => client.runs.previewRetry({ run, from, latest })),
          );
          if (session.format === 'json') printJson(session, preview);
          else session.terminal.write(`runs again  ${listOf(preview.rerun)}\nis taken    ${listOf(preview.reused)}\n`);
          return exitCodes.done;
        }
        if (detach) {
          const { withBackgroundEngine } = await import('../background-engine.ts');
          const started = await withBackgroundEngine(session, (engine) =>
            engine.call((client) => client.runs.retry({ run, from, latest })),
          );
          if (session.format === 'json') printJson(session, started);
          else session.terminal.write(`${started.runId}\n`);
          return exitCodes.done;
        }
        return withEngine(session, 'runs', async (engine) => {
          const { runId } = await engine.call((client) => client.runs.retry({ run, from, latest }));
          return attendRun(session, engine, runId);
        });
      }),
    );
}

function listOf(ids: readonly string[]): string {
  return ids.length === 0 ? 'nothing' : ids.map(inertLine).join(', ');
}
