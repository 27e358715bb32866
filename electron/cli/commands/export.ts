import { writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { type Writing, writings } from '../../../shared/workflow/writings.ts';
import { usage } from '../command-failure.ts';
import { exitCodes } from '../exit-codes.ts';
import { wholeNumber } from '../option-values.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { withEngine } from '../with-engine.ts';

interface ExportOptions {
  readonly to: Writing;
  readonly output?: string;
  readonly number?: number;
  readonly force?: boolean;
}

export function define(program: Command): void {
  program
    .command('export')
    .description('print the document of a workflow')
    .argument('<workflow>', 'a name or an id')
    .addOption(new Option('--to <writing>', 'how it is written').choices([...writings]).default('yaml'))
    .option('--output <file>', 'write it there instead')
    .option('--force', 'over a file that is there')
    .option('--number <number>', 'the version with this number (default: the newest)', wholeNumber(1, 1_000_000))
    .action(
      perform(async (session, workflow: string, { to, output, number, force = false }: ExportOptions) => {
        const exported = await withEngine(session, 'none', (engine) =>
          engine.call((client) => client.workflows.export({ workflow, format: to, version: number })),
        );
        if (output !== undefined) await writeNew(output, exported.text, force);
        if (session.format === 'json') printJson(session, { ...exported, file: output ?? null });
        else if (output === undefined) session.terminal.write(exported.text);
        else if (!session.quiet) session.terminal.write(`wrote ${output}\n`);
        return exitCodes.done;
      }),
    );
}

async function writeNew(file: string, text: string, force: boolean): Promise<void> {
  try {
    await writeFile(file, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw usage(`${file} is there already.`, 'Use --force to write over it.');
    throw error;
  }
}
