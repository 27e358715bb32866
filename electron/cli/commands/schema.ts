import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';

export function define(program: Command): void {
  program
    .command('schema')
    .description('the JSON Schema of workflow files, or of one action or trigger')
    .argument('[type]', 'an action or trigger type: file.read, schedule, …')
    .addHelpText('after', '\nExample:\n  pawl schema > pawl.schema.json     for your editor')
    .action(
      perform(async (session, type: string | undefined) => {
        const { schemaOf } = await import('../schema-of.ts');
        printJson(session, schemaOf(type));
        return exitCodes.done;
      }),
    );
}
