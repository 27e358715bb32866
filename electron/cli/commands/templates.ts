import type { Command } from 'commander';
import type { TemplateSummary } from '../../../shared/contract/templates.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Column, renderTable } from '../output/table.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';

export function define(program: Command): void {
  program
    .command('templates')
    .description('workflows to start from')
    .addHelpText('after', '\nExample:\n  pawl new tidy.pawl.yaml --template tidy-folder')
    .action(
      perform(async (session) => {
        const { listTemplates } = await import('../../templates/templates.ts');
        const items = await listTemplates();
        if (session.format === 'json') printJson(session, { items, next: null });
        else {
          const columns: readonly Column<TemplateSummary>[] = [
            { title: 'TEMPLATE', text: ({ slug }) => slug },
            { title: 'NAME', text: ({ name }) => name },
            { title: 'STORY', text: ({ story }) => story },
          ];
          session.terminal.write(renderTable(items, columns, session.terminal.columns));
        }
        return exitCodes.done;
      }),
    );
}
