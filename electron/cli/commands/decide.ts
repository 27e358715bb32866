import { Argument, type Command } from 'commander';
import type { Json } from '../../../shared/lib/json.ts';
import { attendRun } from '../attend-run.ts';
import { exitCodes } from '../exit-codes.ts';
import { jsonValue } from '../option-values.ts';
import { perform } from '../perform.ts';
import { printRunState } from '../run-state.ts';
import { withEngine } from '../with-engine.ts';

const decisions = ['retry', 'done', 'skip', 'fail'] as const;
type Decision = (typeof decisions)[number];

interface DecideOptions {
  readonly output?: Json;
  readonly detach?: boolean;
}

export function define(program: Command): void {
  program
    .command('decide')
    .description('say what became of an interrupted step that nobody can tell about')
    .argument('<run>', 'a run id or a unique beginning of one')
    .argument('<step>', 'its id or path')
    .addArgument(new Argument('<decision>', 'run it again, take it as done, leave it out, or let it fail').choices(decisions))
    .option('--output <json>', 'with done: what the step gave', jsonValue)
    .option('--detach', 'do not follow the run')
    .action(
      perform(async (session, run: string, step: string, decision: Decision, { output, detach = false }: DecideOptions) => {
        const request = { run, step, decision, output };
        if (detach) {
          const { withBackgroundEngine } = await import('../background-engine.ts');
          printRunState(session, await withBackgroundEngine(session, (engine) => engine.call((client) => client.runs.decide(request))));
          return exitCodes.done;
        }
        return withEngine(session, 'runs', async (engine) => {
          const { runId } = await engine.call((client) => client.runs.decide(request));
          return attendRun(session, engine, runId);
        });
      }),
    );
}
