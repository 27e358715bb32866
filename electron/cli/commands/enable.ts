import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { perform } from '../perform.ts';
import { withEngine } from '../with-engine.ts';
import { printWorkflow } from '../workflow-line.ts';

export function define(program: Command): void {
  program
    .command('enable')
    .description('arm the triggers of a workflow')
    .argument('<workflow>', 'a name or an id')
    .action(
      perform(async (session, workflow: string) => {
        const summary = await withEngine(session, 'none', (engine) =>
          engine.call((client) => client.workflows.setEnabled({ workflow, enabled: true })),
        );
        printWorkflow(session, 'enabled', summary);
        return exitCodes.done;
      }),
    );
}
