import type { Command } from 'commander';
import type { Json } from '../../../shared/lib/json.ts';
import { exitCodes } from '../exit-codes.ts';
import { jsonValue } from '../option-values.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { withEngine } from '../with-engine.ts';

export function define(program: Command): void {
  program
    .command('publish')
    .description('publish an event: workflows with an event trigger start, waiting steps go on')
    .argument('<name>', 'words with dots between them: order.created')
    .option('--data <json>', 'what goes with it', jsonValue)
    .action(
      perform(async (session, name: string, { data = null }: { readonly data?: Json }) => {
        const event = await withEngine(session, 'runs', (engine) =>
          engine.call((client) => client.events.publish({ name, data, source: 'cli' })),
        );
        if (session.format === 'json') printJson(session, event);
        else session.terminal.write(`${event.id}: ${event.delivered === 1 ? '1 listens' : `${event.delivered} listen`}\n`);
        return exitCodes.done;
      }),
    );
}
