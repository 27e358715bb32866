import { resolve } from 'node:path';
import type { Command } from 'commander';
import { usage } from '../command-failure.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { inertLine } from '../output/text.ts';
import { perform } from '../perform.ts';
import { printJson, type Session } from '../session.ts';

interface RescueOptions {
  readonly startOver?: boolean;
  /** True: the newest backup. */
  readonly restore?: string | true;
}

export function define(program: Command): void {
  program
    .command('rescue')
    .description('save what can be read of a damaged database, and go on')
    .argument('[folder]', 'an empty folder for what can be read: workflows as YAML files, the rest as JSON lines')
    .option('--start-over', 'move the damaged database aside, so that the next start makes a new one')
    .option('--restore [backup]', 'move it aside and put a backup in its place (default: the newest)')
    .addHelpText(
      'after',
      '\nExample:\n  pawl rescue ~/rescued && pawl rescue --restore\n\nThe damaged file is only read, and never deleted.',
    )
    .action(
      perform(async (session, folder: string | undefined, { startOver, restore }: RescueOptions) => {
        if (startOver === true && restore !== undefined) throw usage('Choose one of --start-over and --restore.');
        if (folder === undefined && startOver !== true && restore === undefined) {
          throw usage('Say where to: pawl rescue <folder>', 'Or --restore, or --start-over, to go on without what is damaged.');
        }
        const saved = folder === undefined ? exitCodes.done : await save(session, resolve(folder));
        if (startOver === true) await beginAnew(session);
        if (restore !== undefined) await takeBackup(session, restore === true ? undefined : resolve(restore));
        return saved;
      }),
    );
}

async function save(session: Session, folder: string): Promise<ExitCode> {
  const { exportSalvage, FolderNotEmpty } = await import('../../rescue/export-salvage.ts');
  try {
    const summary = await exportSalvage(session.dataDir, folder);
    if (session.format === 'json') printJson(session, summary);
    else {
      const found = Object.entries(summary.read).filter(([, count]) => count > 0);
      const rows = found.map(([table, count]) => `${count} ${table.replaceAll('_', ' ')}`);
      session.terminal.write(`wrote ${inertLine(folder)}: ${summary.workflows} workflows as YAML; ${rows.join(', ') || 'nothing else'}\n`);
      for (const line of summary.unreadable) session.terminal.write(`  not readable: ${inertLine(line)}\n`);
    }
    return summary.unreadable.length === 0 ? exitCodes.done : exitCodes.failed;
  } catch (error) {
    if (error instanceof FolderNotEmpty) throw usage(error.message, 'Name a new folder.');
    throw error;
  }
}

async function beginAnew(session: Session): Promise<void> {
  const { startOver } = await import('../../rescue/start-over.ts');
  const aside = startOver(session.dataDir, Date.now());
  if (session.format === 'json') printJson(session, { aside });
  else session.terminal.write(`moved the database to ${inertLine(aside)}; the next start makes a new one\n`);
}

async function takeBackup(session: Session, backup: string | undefined): Promise<void> {
  const { restore } = await import('../../rescue/start-over.ts');
  const restored = restore(session.dataDir, Date.now(), backup);
  if (session.format === 'json') printJson(session, restored);
  else session.terminal.write(`put ${inertLine(restored.backup)} in place; the database before it is ${inertLine(restored.aside)}\n`);
}
