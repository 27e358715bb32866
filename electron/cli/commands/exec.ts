import { basename } from 'node:path';
import type { Command } from 'commander';
import { attendRun } from '../attend-run.ts';
import { exitCodes } from '../exit-codes.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { withEngine } from '../with-engine.ts';

export function define(program: Command): void {
  program
    .command('exec')
    .description('run one command as a recorded run')
    .argument('<command...>', 'the program and its arguments, after --')
    .option('--detach', 'print the run id and leave it to run in the background')
    .addHelpText('after', '\nExample:\n  pawl exec -- npm test')
    .action(
      perform(async (session, [command = '', ...args]: readonly string[], { detach = false }: { readonly detach?: boolean }) => {
        const text = JSON.stringify(execDocument(command, args));
        const request = { source: { text }, triggeredBy: 'cli' };
        if (detach) {
          const { withBackgroundEngine } = await import('../background-engine.ts');
          const started = await withBackgroundEngine(session, (engine) => engine.call((client) => client.runs.start(request)));
          if (session.format === 'json') printJson(session, started);
          else session.terminal.write(`${started.runId}\n`);
          return exitCodes.done;
        }
        return withEngine(session, 'runs', async (engine) => {
          const { runId } = await engine.call((client) => client.runs.start(request));
          return attendRun(session, engine, runId);
        });
      }),
    );
}

/** The arguments are data: what looks like a placeholder in them must reach the program as it is. */
function execDocument(program: string, args: readonly string[]) {
  return {
    pawl: 1,
    name: `exec ${basename(program)}`,
    settings: { workingDirectory: process.cwd() },
    steps: [
      {
        id: 'command',
        name: [program, ...args].join(' '),
        action: 'shell.run',
        with: { program: literal(program), args: args.map(literal) },
      },
    ],
  };
}

/** A text with placeholders, as one placeholder that gives exactly that text. */
function literal(text: string): string {
  return text.includes('{{') ? `{{ ${JSON.stringify(text).replaceAll('{', '\\u007b').replaceAll('}', '\\u007d')} }}` : text;
}
