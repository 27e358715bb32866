import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { perform } from '../perform.ts';

export function define(program: Command): void {
  program
    .command('serve')
    .description('run the engine and watch the triggers until Ctrl-C')
    .option('--welcome', 'at the first start, offer a template to try')
    .action(
      perform(async (session, { welcome = false }: { readonly welcome?: boolean }) => {
        const { serve } = await import('../serve.ts');
        await serve(session, { welcome });
        return exitCodes.done;
      }),
    );
}
