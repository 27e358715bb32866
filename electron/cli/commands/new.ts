import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';

interface NewOptions {
  readonly template?: string;
  readonly force?: boolean;
}

export function define(program: Command): void {
  program
    .command('new')
    .description('write a workflow file to start from')
    .argument('[file]', 'where (default: named after the template, in this folder)')
    .option('--template <template>', 'one of `pawl templates`; its sample files come with it')
    .option('--force', 'over a file that is there')
    .action(
      perform(async (session, file: string | undefined, { template, force = false }: NewOptions) => {
        const { writeNewWorkflow } = await import('../new-workflow.ts');
        const written = await writeNewWorkflow({ file, template, force });
        if (session.format === 'json') printJson(session, written);
        else if (!session.quiet) {
          const { file: wrote, sample } = written;
          const beside = sample === null ? '' : `, and files to try it on in ${sample}`;
          const make =
            written.agents.length === 0
              ? ''
              : `Make its ${written.agents.length === 1 ? 'agent' : 'agents'}: pawl agents create-missing ${wrote}\n`;
          session.terminal.write(
            `wrote ${wrote}${beside}\n${make}See what it would do: pawl run ${wrote} --dry-run\nTry it: pawl run ${wrote}\n`,
          );
        }
        return exitCodes.done;
      }),
    );
}
