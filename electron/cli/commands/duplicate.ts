import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { perform } from '../perform.ts';
import { withEngine } from '../with-engine.ts';
import { printWorkflow } from '../workflow-line.ts';

export function define(program: Command): void {
  program
    .command('duplicate')
    .description('copy a workflow; the copy is disabled')
    .argument('<workflow>', 'a name or an id')
    .option('--name <name>', 'of the copy')
    .action(
      perform(async (session, workflow: string, { name }: { readonly name?: string }) => {
        const copy = await withEngine(session, 'none', (engine) => engine.call((client) => client.workflows.duplicate({ workflow, name })));
        printWorkflow(session, 'made', copy);
        return exitCodes.done;
      }),
    );
}
