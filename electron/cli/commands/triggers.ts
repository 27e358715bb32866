import type { Command } from 'commander';
import type { TriggerView } from '../../../shared/contract/triggers.ts';
import { exitCodes } from '../exit-codes.ts';
import { triggerTable } from '../output/trigger-table.ts';
import { perform } from '../perform.ts';
import { printJson, type Session } from '../session.ts';
import { withEngine } from '../with-engine.ts';

export function define(program: Command): void {
  const triggers = program.command('triggers').description('what is watched, how it is, and when it fires next');
  triggers.option('--workflow <workflow>', 'of this workflow: a name or an id').action(
    perform(async (session, { workflow }: { readonly workflow?: string }) => {
      const list = await withEngine(session, 'none', (engine) => engine.call((client) => client.triggers.list({ workflow })));
      if (session.format === 'json') printJson(session, list);
      else if (list.items.length === 0) session.terminal.note('No triggers. They come with imported workflows.\n');
      else session.terminal.write(triggerTable(list.items, session.terminal, Date.now()));
      return exitCodes.done;
    }),
  );
  triggers
    .command('pause')
    .description('let a trigger start nothing until it is resumed')
    .argument('<trigger>', 'workflow/trigger')
    .action(
      perform(async (session, trigger: string) => {
        printTrigger(session, await withEngine(session, 'none', (engine) => engine.call((client) => client.triggers.pause({ trigger }))));
        return exitCodes.done;
      }),
    );
  triggers
    .command('resume')
    .description('let a paused trigger start runs again')
    .argument('<trigger>', 'workflow/trigger')
    .action(
      perform(async (session, trigger: string) => {
        printTrigger(session, await withEngine(session, 'none', (engine) => engine.call((client) => client.triggers.resume({ trigger }))));
        return exitCodes.done;
      }),
    );
}

function printTrigger(session: Session, trigger: TriggerView): void {
  if (session.format === 'json') printJson(session, trigger);
  else session.terminal.write(triggerTable([trigger], session.terminal, Date.now()));
}
