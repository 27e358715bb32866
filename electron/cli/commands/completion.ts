import { Argument, type Command } from 'commander';
import { completionScript, type Shell, shells } from '../completion-script.ts';
import { exitCodes } from '../exit-codes.ts';
import { perform } from '../perform.ts';

export function define(program: Command): void {
  program
    .command('completion')
    .description('print the script that completes pawl commands in your shell')
    .addArgument(new Argument('<shell>').choices(shells))
    .addHelpText('after', '\nExamples:\n  source <(pawl completion bash)\n  pawl completion fish > ~/.config/fish/completions/pawl.fish')
    .action(
      perform(async (session, shell: Shell) => {
        session.terminal.write(completionScript(shell, program));
        return exitCodes.done;
      }),
    );
}
