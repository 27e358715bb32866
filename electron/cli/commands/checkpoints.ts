import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { wholeNumber } from '../option-values.ts';
import { renderTable } from '../output/table.ts';
import { relativeTime } from '../output/time.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { withEngine } from '../with-engine.ts';

interface CheckpointsOptions {
  readonly limit: number;
  readonly validate?: number;
  readonly prune?: number;
}

export function define(program: Command): void {
  program
    .command('checkpoints')
    .description('the places in a run that a new run can go on from, newest first')
    .argument('<run>', 'a run id or a unique beginning of one')
    .option('--limit <number>', 'at most so many', wholeNumber(1, 10_000), 20)
    .option('--validate <id>', 'check that a run can go on from this one', wholeNumber(1, 1e9))
    .option('--prune <number>', 'keep only so many of the automatic ones, the newest', wholeNumber(1, 10_000))
    .addHelpText('after', '\nThen: pawl resume <run> --checkpoint <id>')
    .action(
      perform(async (session, run: string, { limit, validate, prune }: CheckpointsOptions) =>
        withEngine(session, 'none', async (engine) => {
          const { terminal, format } = session;
          if (validate !== undefined) {
            const result = await engine.call((client) => client.checkpoints.validate({ run, checkpoint: validate }));
            if (format === 'json') printJson(session, result);
            else terminal.write(result.valid ? 'A run can go on from it.\n' : `${result.problems.join('\n')}\n`);
            return result.valid ? exitCodes.done : exitCodes.failed;
          }
          if (prune !== undefined) {
            const result = await engine.call((client) => client.checkpoints.prune({ run, keep: prune }));
            if (format === 'json') printJson(session, result);
            else terminal.write(`Removed ${result.removed}.\n`);
            return exitCodes.done;
          }
          const page = await engine.call((client) => client.checkpoints.list({ run, limit }));
          if (format === 'json') printJson(session, page);
          else if (page.items.length === 0) terminal.note('No checkpoints.\n');
          else {
            const columns = [
              { title: 'ID', text: ({ id }: (typeof page.items)[number]) => String(id) },
              { title: 'LABEL', text: ({ label }: (typeof page.items)[number]) => label },
              { title: 'BY', text: ({ by }: (typeof page.items)[number]) => by },
              { title: 'MADE', text: ({ at }: (typeof page.items)[number]) => relativeTime(at, Date.now()) },
              { title: 'SIZE', text: ({ bytes }: (typeof page.items)[number]) => sizeText(bytes) },
            ];
            terminal.write(renderTable(page.items, columns, terminal.columns));
          }
          return exitCodes.done;
        }),
      ),
    );
}

function sizeText(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KB`;
}
