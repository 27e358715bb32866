import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { runSummary } from '../output/run-summary.ts';
import { stepLines } from '../output/step-lines.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { withEngine } from '../with-engine.ts';

export function define(program: Command): void {
  program
    .command('status')
    .description('how a run stands')
    .argument('<run>', 'a run id or a unique beginning of one')
    .action(
      perform(async (session, run: string) => {
        const view = await withEngine(session, 'none', (engine) => engine.call((client) => client.runs.get({ run })));
        if (session.format === 'json') printJson(session, view);
        else {
          for (const step of view.steps) session.terminal.write(stepLines(step, session.terminal));
          session.terminal.write(runSummary(view, session.terminal));
        }
        return exitCodes.done;
      }),
    );
}
