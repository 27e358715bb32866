import { resolve } from 'node:path';
import type { Command } from 'commander';
import { formatBytes } from '../../../shared/lib/byte-text.ts';
import { exitCodes } from '../exit-codes.ts';
import { inertLine } from '../output/text.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { withEngine } from '../with-engine.ts';

export function define(program: Command): void {
  program
    .command('backup')
    .description('write a checked copy of the database')
    .argument('[folder]', 'where to (default: `backups` in the data folder)')
    .action(
      perform(async (session, folder: string | undefined) => {
        const request = folder === undefined ? undefined : { folder: resolve(folder) };
        const backup = await withEngine(session, 'none', (engine) => engine.call((client) => client.system.backup(request)));
        if (session.format === 'json') printJson(session, backup);
        else if (session.quiet) session.terminal.write(`${inertLine(backup.file)}\n`);
        else session.terminal.write(`wrote ${inertLine(backup.file)} (${formatBytes(backup.bytes)}), opened again and checked\n`);
        return exitCodes.done;
      }),
    );
}
