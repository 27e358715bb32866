import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { inertLine } from '../output/text.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { withEngine } from '../with-engine.ts';

export function define(program: Command): void {
  program
    .command('delete')
    .description('remove a workflow with its triggers and versions')
    .argument('<workflow>', 'a name or an id')
    .option('--yes', 'do not ask')
    .action(
      perform(async (session, workflow: string, { yes = false }: { readonly yes?: boolean }) =>
        withEngine(session, 'none', async (engine) => {
          const { terminal, format, quiet } = session;
          if (!yes && format === 'table' && terminal.interactive) {
            const { name } = await engine.call((client) => client.workflows.get({ workflow }));
            const answer = await terminal.ask(`Delete ${inertLine(name)}? [y/N] `);
            if (!/^y(es)?$/i.test(answer)) return exitCodes.cancelled;
          }
          const deleted = await engine.call((client) => client.workflows.delete({ workflow }));
          if (format === 'json') printJson(session, deleted);
          else if (!quiet) terminal.write(`deleted ${inertLine(deleted.name)}\n`);
          return exitCodes.done;
        }),
      ),
    );
}
