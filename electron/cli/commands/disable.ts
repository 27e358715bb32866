import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { perform } from '../perform.ts';
import { withEngine } from '../with-engine.ts';
import { printWorkflow } from '../workflow-line.ts';

export function define(program: Command): void {
  program
    .command('disable')
    .description('stop the triggers of a workflow; it can still be run by hand')
    .argument('<workflow>', 'a name or an id')
    .action(
      perform(async (session, workflow: string) => {
        const summary = await withEngine(session, 'none', (engine) =>
          engine.call((client) => client.workflows.setEnabled({ workflow, enabled: false })),
        );
        printWorkflow(session, 'disabled', summary);
        return exitCodes.done;
      }),
    );
}
