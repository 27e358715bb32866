import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { perform } from '../perform.ts';
import { printRunState } from '../run-state.ts';
import { withEngine } from '../with-engine.ts';

export function define(program: Command): void {
  program
    .command('cancel')
    .description('stop a run and the work of its steps')
    .argument('<run>', 'a run id or a unique beginning of one')
    .option('--reason <text>', 'kept with the run')
    .action(
      perform(async (session, run: string, { reason }: { readonly reason?: string }) => {
        printRunState(session, await withEngine(session, 'runs', (engine) => engine.call((client) => client.runs.cancel({ run, reason }))));
        return exitCodes.done;
      }),
    );
}
