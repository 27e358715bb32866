import { type Command, Option } from 'commander';
import { type Writing, writings } from '../../../shared/workflow/writings.ts';
import { exitCodes } from '../exit-codes.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { findWorkflowFile } from '../workflow-files.ts';

export function define(program: Command): void {
  program
    .command('convert')
    .description('print a workflow file in its canonical form, in the other writing or out of another dialect')
    .argument('<file>', 'a file, or - for standard input')
    .addOption(new Option('--to <writing>', 'how it is written').choices([...writings]).makeOptionMandatory())
    .action(
      perform(async (session, name: string, { to }: { readonly to: Writing }) => {
        const { text, source } = await findWorkflowFile(name);
        const { convertFile } = await import('../load-file.ts');
        const converted = await convertFile(text, source, to);
        // JSON is its own answer; the others stand in one.
        if (session.format === 'json' && to !== 'json') printJson(session, { text: converted });
        else session.terminal.write(converted);
        return exitCodes.done;
      }),
    );
}
