import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { withEngine } from '../with-engine.ts';

export function define(program: Command): void {
  program
    .command('checkpoint')
    .description('mark where a run stands now, to go on from there later')
    .argument('<run>', 'a run id or a unique beginning of one')
    .requiredOption('--label <text>', 'what to call it')
    .action(
      perform(async (session, run: string, { label }: { readonly label: string }) => {
        const made = await withEngine(session, 'none', (engine) => engine.call((client) => client.checkpoints.create({ run, label })));
        if (session.format === 'json') printJson(session, made);
        else session.terminal.write(`Checkpoint ${made.id}. Go on from it: pawl resume ${run} --checkpoint ${made.id}\n`);
        return exitCodes.done;
      }),
    );
}
