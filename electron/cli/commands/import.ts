import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { inert } from '../output/text.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { withEngine } from '../with-engine.ts';
import { describeWorkflow } from '../workflow-description.ts';
import { findWorkflowFile } from '../workflow-files.ts';
import { printWorkflow } from '../workflow-line.ts';

export function define(program: Command): void {
  program
    .command('import')
    .description('keep a workflow, and arm its triggers')
    .argument('<file>', 'a file, or - for standard input')
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      '\nOn a terminal it first shows what the workflow can touch and asks. Without one, the command itself is your yes.',
    )
    .action(
      perform(async (session, name: string, { yes = false }: { readonly yes?: boolean }) => {
        const { terminal, format } = session;
        const { text, path, source } = await findWorkflowFile(name);
        if (!yes && format === 'table' && terminal.interactive && path !== undefined) {
          terminal.write(`${inert(await describeWorkflow(text, source))}\n`);
          if (/^no?$/i.test(await terminal.ask('Import it and arm its triggers? [Y/n] '))) return exitCodes.cancelled;
        }
        const imported = await withEngine(session, 'none', (engine) =>
          engine.call((client) => client.workflows.import({ text, trust: true, ...(path === undefined ? {} : { path }) })),
        );
        if (format === 'json') printJson(session, imported);
        else {
          for (const { message } of imported.warnings) terminal.note(`Warning: ${inert(message)}\n`);
          printWorkflow(session, imported.change, imported.workflow);
        }
        return exitCodes.done;
      }),
    );
}
