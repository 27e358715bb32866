import type { Command } from 'commander';
import { attendRun } from '../attend-run.ts';
import { exitCodes } from '../exit-codes.ts';
import { perform } from '../perform.ts';
import { printRunState } from '../run-state.ts';
import { withEngine } from '../with-engine.ts';

export function define(program: Command): void {
  program
    .command('resume')
    .description('go on with a paused run, and follow it')
    .argument('<run>', 'a run id or a unique beginning of one')
    .option('--detach', 'do not follow it')
    .action(
      perform(async (session, run: string, { detach = false }: { readonly detach?: boolean }) => {
        if (detach) {
          const { withBackgroundEngine } = await import('../background-engine.ts');
          printRunState(session, await withBackgroundEngine(session, (engine) => engine.call((client) => client.runs.resume({ run }))));
          return exitCodes.done;
        }
        return withEngine(session, 'runs', async (engine) => {
          const { runId } = await engine.call((client) => client.runs.resume({ run }));
          return attendRun(session, engine, runId);
        });
      }),
    );
}
