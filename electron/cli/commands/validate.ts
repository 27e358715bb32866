import type { Command } from 'commander';
import type { Problem } from '../../../shared/workflow/problem.ts';
import { exitCodes } from '../exit-codes.ts';
import { inert } from '../output/text.ts';
import { perform } from '../perform.ts';
import { problemText } from '../problem-text.ts';
import { printJson, printJsonLine, type Session } from '../session.ts';
import { findWorkflowFile } from '../workflow-files.ts';

export function define(program: Command): void {
  program
    .command('validate')
    .description('check workflow files without running them')
    .argument('<file...>', 'files, or - for standard input')
    .addHelpText('after', '\nWith several files and --format json there is one line for each.')
    .action(
      perform(async (session, files: readonly string[]) => {
        const { loadText } = await import('../../../shared/workflow/load-text.ts');
        const { catalogue } = await import('../../../shared/catalogue.ts');
        let allValid = true;
        for (const file of files) {
          const { text } = await findWorkflowFile(file);
          const { ok, problems } = await loadText(text, { catalogue });
          allValid &&= ok;
          if (session.format === 'table') printVerdict(session, file, ok, problems);
          else if (files.length === 1) printJson(session, { valid: ok, problems });
          else printJsonLine(session, { file, valid: ok, problems });
        }
        return allValid ? exitCodes.done : exitCodes.usage;
      }),
    );
}

function printVerdict({ terminal, quiet }: Session, file: string, valid: boolean, problems: readonly Problem[]): void {
  if (valid && quiet) return;
  terminal.write(
    `${valid ? terminal.style('green', '✓') : terminal.style('red', '✗')} ${inert(file)} is ${valid ? 'valid' : 'not valid'}\n`,
  );
  for (const problem of problems) terminal.write(`  ${inert(problemText(problem))}\n`);
}
