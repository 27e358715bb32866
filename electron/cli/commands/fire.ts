import type { Command } from 'commander';
import type { JsonObject } from '../../../shared/lib/json.ts';
import { attendRun } from '../attend-run.ts';
import { exitCodes } from '../exit-codes.ts';
import { jsonObject } from '../option-values.ts';
import { inert } from '../output/text.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { withEngine } from '../with-engine.ts';

interface FireOptions {
  readonly data?: JsonObject;
  readonly detach?: boolean;
}

export function define(program: Command): void {
  program
    .command('fire')
    .description('fire a trigger as if its event had happened, and follow the run')
    .argument('<trigger>', 'workflow/trigger')
    .option('--data <json>', 'what `trigger` holds in the run', jsonObject)
    .option('--detach', 'do not follow the run')
    .action(
      perform(async (session, trigger: string, { data, detach = false }: FireOptions) => {
        if (detach) {
          const { withBackgroundEngine } = await import('../background-engine.ts');
          const firing = await withBackgroundEngine(session, (engine) => engine.call((client) => client.triggers.fire({ trigger, data })));
          if (session.format === 'json') printJson(session, firing);
          else session.terminal.write(`${firing.runId ?? firing.verdict}\n`);
          return exitCodes.done;
        }
        return withEngine(session, 'runs', async (engine) => {
          const firing = await engine.call((client) => client.triggers.fire({ trigger, data }));
          if (firing.runId !== null) return attendRun(session, engine, firing.runId);
          if (session.format === 'json') printJson(session, firing);
          else
            session.terminal.write(`${firing.verdict.replaceAll('_', ' ')}${firing.reason === null ? '' : `: ${inert(firing.reason)}`}\n`);
          return exitCodes.done;
        });
      }),
    );
}
