import { type Command, Option } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { findWorkflowFile } from '../workflow-files.ts';

export function define(program: Command): void {
  program
    .command('convert')
    .description('print a workflow file in its canonical form, in the other writing or out of another dialect')
    .argument('<file>', 'a file, or - for standard input')
    .addOption(new Option('--to <writing>', 'how it is written').choices(['yaml', 'json']).makeOptionMandatory())
    .action(
      perform(async (session, name: string, { to }: { readonly to: 'yaml' | 'json' }) => {
        const { text, source } = await findWorkflowFile(name);
        const { convertFile } = await import('../load-file.ts');
        const converted = convertFile(text, source, to);
        // JSON is its own answer; YAML stands in one.
        if (session.format === 'json' && to === 'yaml') printJson(session, { text: converted });
        else session.terminal.write(converted);
        return exitCodes.done;
      }),
    );
}
