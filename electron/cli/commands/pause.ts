import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { perform } from '../perform.ts';
import { printRunState } from '../run-state.ts';
import { withEngine } from '../with-engine.ts';

export function define(program: Command): void {
  program
    .command('pause')
    .description('let the running steps of a run end and start no more')
    .argument('<run>', 'a run id or a unique beginning of one')
    .action(
      perform(async (session, run: string) => {
        printRunState(session, await withEngine(session, 'none', (engine) => engine.call((client) => client.runs.pause({ run }))));
        return exitCodes.done;
      }),
    );
}
