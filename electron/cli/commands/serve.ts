import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { wholeNumber } from '../option-values.ts';
import { perform } from '../perform.ts';

interface ServeOptions {
  readonly welcome?: boolean;
  readonly open?: boolean;
  /** False by `--no-http`. */
  readonly http: boolean;
  readonly port?: number;
}

export function define(program: Command): void {
  program
    .command('serve')
    .description('run the engine and watch the triggers until Ctrl-C')
    .option(
      '--port <number>',
      'where the window, REST and webhooks are (default: the first free port from 7295 on; 0: any)',
      wholeNumber(0, 65_535),
    )
    .option('--no-http', 'no window, REST and webhooks')
    .option('--open', 'open the window in the browser, and print the address that opens it')
    .option('--welcome', 'at the first start, offer a template to try')
    .action(
      perform(async (session, { welcome = false, open = false, http, port }: ServeOptions) => {
        const { serve } = await import('../serve.ts');
        await serve(session, { welcome, open, web: http ? { port } : undefined });
        return exitCodes.done;
      }),
    );
}
