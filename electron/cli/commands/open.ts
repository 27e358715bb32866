import type { Command } from 'commander';
import { readHost } from '../../host/host-file.ts';
import { windowLink } from '../../host/window-link.ts';
import { CommandFailure } from '../command-failure.ts';
import { exitCodes } from '../exit-codes.ts';
import { openInBrowser } from '../open-in-browser.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';

export function define(program: Command): void {
  program
    .command('open')
    .description('open the window of the running engine in the browser')
    .option('--print', 'only print the address: it opens one window, within a minute')
    .action(
      perform(async (session, { print = false }: { readonly print?: boolean }) => {
        const host = await readHost(session.dataDir);
        const url = host === undefined ? undefined : windowLink(host, Date.now());
        if (url === undefined) {
          const message =
            host === undefined ? `No engine serves ${session.dataDir}.` : `The engine (process ${host.pid}) serves no window.`;
          throw new CommandFailure('ENGINE_UNREACHABLE', message, exitCodes.unreachable, { hint: 'Start one with: pawl serve' });
        }
        const opened = !print && session.format === 'table' && (await openInBrowser(url));
        if (session.format === 'json') printJson(session, { url });
        else if (!opened) session.terminal.write(`${url}\n`);
        return exitCodes.done;
      }),
    );
}
