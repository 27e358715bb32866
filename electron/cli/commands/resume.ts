import type { Command } from 'commander';
import { attendRun } from '../attend-run.ts';
import type { Engine } from '../connect.ts';
import { exitCodes } from '../exit-codes.ts';
import { wholeNumber } from '../option-values.ts';
import { perform } from '../perform.ts';
import { printRunState } from '../run-state.ts';
import { withEngine } from '../with-engine.ts';

interface ResumeOptions {
  readonly checkpoint?: number;
  readonly detach?: boolean;
}

export function define(program: Command): void {
  program
    .command('resume')
    .description('go on with a paused run, or as a new run from a checkpoint of one that has ended, and follow it')
    .argument('<run>', 'a run id or a unique beginning of one')
    .option('--checkpoint <id>', 'as a new run, with what the run had at this checkpoint (see `pawl checkpoints`)', wholeNumber(1, 1e9))
    .option('--detach', 'do not follow it')
    .action(
      perform(async (session, run: string, { checkpoint, detach = false }: ResumeOptions) => {
        const resume = async (engine: Engine) => {
          if (checkpoint === undefined) return engine.call((client) => client.runs.resume({ run }));
          const { runId } = await engine.call((client) => client.checkpoints.resume({ run, checkpoint }));
          return engine.call((client) => client.runs.get({ run: runId }));
        };
        if (detach) {
          const { withBackgroundEngine } = await import('../background-engine.ts');
          printRunState(session, await withBackgroundEngine(session, resume));
          return exitCodes.done;
        }
        return withEngine(session, 'runs', async (engine) => {
          const { runId } = await resume(engine);
          return attendRun(session, engine, runId);
        });
      }),
    );
}
