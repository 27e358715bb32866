import { CommanderError } from 'commander';
import { exitCodes } from './exit-codes.ts';
import { makeProgram } from './program.ts';

process.exitCode = exitCodes.done;
// The reader of a pipe may leave early (`pawl runs | head`): that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

try {
  const program = await makeProgram(process.argv.slice(2));
  await program.parseAsync(process.argv);
} catch (thrown) {
  // Help and version end the parse by a throw, too.
  const isAnswer = thrown instanceof CommanderError && thrown.exitCode === 0;
  if (!isAnswer) {
    const { reportFailure } = await import('./report-failure.ts');
    process.exitCode = reportFailure(thrown, process.argv.slice(2));
  }
}
// A handle that is still open must not keep the command from ending; what was printed must have been taken.
process.stdout.write('', () => process.stderr.write('', () => process.exit()));
