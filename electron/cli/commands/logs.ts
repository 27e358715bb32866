import type { Command } from 'commander';
import type { LogLine } from '../../../shared/contract/run-view.ts';
import { exitCodes } from '../exit-codes.ts';
import { inert } from '../output/text.ts';
import { perform } from '../perform.ts';
import { printJsonLine, type Session } from '../session.ts';
import { withEngine } from '../with-engine.ts';

export function define(program: Command): void {
  program
    .command('logs')
    .description('what the steps of a run printed')
    .argument('<run>', 'a run id or a unique beginning of one')
    .option('--step <step>', 'only this step: an id or a path')
    .option('--follow', 'go on until the run ends')
    .action(
      perform(async (session, run: string, { step, follow = false }: { readonly step?: string; readonly follow?: boolean }) =>
        withEngine(session, 'none', async (engine) => {
          // Where no other process runs it, nothing more will come.
          const lines = await engine.call((client) => client.runs.logs({ run, step, follow: follow && engine.isRemote() }));
          let last = '';
          let isMidLine = false;
          try {
            for await (const line of lines) {
              if (session.format === 'json') printJsonLine(session, line);
              else {
                const isOther = line.stepPath !== last;
                // What a model says comes in pieces that end anywhere.
                const before = isMidLine && (isOther || line.stream === 'info') ? '\n' : '';
                session.terminal.write(before + logText(session, line, step === undefined && isOther));
                isMidLine = !line.text.endsWith('\n');
              }
              last = line.stepPath;
            }
          } catch (error) {
            if (!(await engine.isGone())) throw error;
            session.terminal.note('The engine has stopped.\n');
          }
          if (isMidLine) session.terminal.write('\n');
          return exitCodes.done;
        }),
      ),
    );
}

function logText({ terminal }: Session, { stepPath, text }: LogLine, withTitle: boolean): string {
  const title = withTitle ? `${terminal.style('gray', `── ${inert(stepPath)}`)}\n` : '';
  return title + inert(text);
}
