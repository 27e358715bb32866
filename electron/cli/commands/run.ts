import { type Command, Option } from 'commander';
import type { JsonObject } from '../../../shared/lib/json.ts';
import { attendRun } from '../attend-run.ts';
import type { Engine } from '../connect.ts';
import { exitCodes } from '../exit-codes.ts';
import { addInput, jsonObject, wholeNumber } from '../option-values.ts';
import { perform } from '../perform.ts';
import { findRunSource } from '../run-source.ts';
import { printJson } from '../session.ts';
import { withEngine } from '../with-engine.ts';

interface RunOptions {
  readonly input?: Readonly<Record<string, string>>;
  readonly context?: JsonObject;
  readonly triggeredBy: string;
  readonly priority?: number;
  readonly detach?: boolean;
  readonly dryRun?: boolean;
  readonly until?: string;
  readonly yes?: boolean;
}

export function define(program: Command): void {
  program
    .command('run')
    .description('run a workflow file, or a workflow by its name, and follow it')
    .argument('<workflow>', 'a file, - for standard input, or the name of a workflow')
    .option('--input <name=value>', 'set a variable; again for more', addInput)
    .option('--context <json>', 'what `trigger` holds in the run', jsonObject)
    .option('--triggered-by <name>', 'who or what started it', 'cli')
    .option('--priority <number>', 'from -100 to 100; higher goes first', wholeNumber(-100, 100))
    .option('--detach', 'print the run id and leave it to run in the background')
    .option('--dry-run', 'tell what each step would do; change nothing')
    .option('--until <step>', 'stop after this step and what it needs')
    .addOption(new Option('--yes', 'approve what the run asks, without being asked'))
    .addHelpText('after', '\nExamples:\n  pawl run review.pawl.yaml --input severity=error\n  pawl run "Tidy downloads" --dry-run')
    .action(
      perform(async (session, workflow: string, options: RunOptions) => {
        const start = async (engine: Engine) => {
          const source = await findRunSource(engine, workflow);
          return engine.call((client) =>
            client.runs.start({
              source,
              inputs: options.input,
              context: options.context,
              triggeredBy: options.triggeredBy,
              priority: options.priority,
              dryRun: options.dryRun ?? false,
              until: options.until,
            }),
          );
        };
        if (options.detach === true) {
          const { withBackgroundEngine } = await import('../background-engine.ts');
          const started = await withBackgroundEngine(session, start);
          if (session.format === 'json') printJson(session, started);
          else session.terminal.write(`${started.runId}\n`);
          return exitCodes.done;
        }
        return withEngine(session, 'runs', async (engine) => {
          const { runId, warnings } = await start(engine);
          for (const warning of warnings) session.terminal.note(`Warning: ${warning}\n`);
          return attendRun(session, engine, runId, { yes: options.yes ?? false });
        });
      }),
    );
}
