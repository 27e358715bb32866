import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { runSummary } from '../output/run-summary.ts';
import { stepLines } from '../output/step-lines.ts';
import { inert } from '../output/text.ts';
import { localTime } from '../output/time.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { withEngine } from '../with-engine.ts';

export function define(program: Command): void {
  program
    .command('show')
    .description('a run with its inputs and the output of each step')
    .argument('<run>', 'a run id or a unique beginning of one')
    .option('--step <step>', 'only this step: an id or a path')
    .action(
      perform(async (session, run: string, { step }: { readonly step?: string }) => {
        const view = await withEngine(session, 'none', (engine) => engine.call((client) => client.runs.get({ run, step })));
        if (session.format === 'json') {
          printJson(session, view);
          return exitCodes.done;
        }
        const { terminal } = session;
        const times = view.startedAt === null ? 'not started' : `started ${localTime(view.startedAt)} by ${view.triggeredBy}`;
        terminal.write(`${inert(times)}\n`);
        if (Object.keys(view.inputs).length > 0) terminal.write(`inputs ${inert(JSON.stringify(view.inputs, null, 2))}\n`);
        for (const each of view.steps) {
          terminal.write(stepLines(each, terminal));
          if (each.output === null) continue;
          const output = inert(JSON.stringify(each.output, null, 2));
          terminal.write(`${output.replaceAll(/^/gm, '    ')}\n`);
        }
        terminal.write(runSummary(view, terminal));
        return exitCodes.done;
      }),
    );
}
