import type { ExitCode } from './exit-codes.ts';
import { toFailure } from './failure.ts';
import { inert } from './output/text.ts';
import { problemText } from './problem-text.ts';

/** Tells what ended the command, on stdout in JSON mode and on stderr for people. Returns the exit code. */
export function reportFailure(thrown: unknown, argv: readonly string[]): ExitCode {
  const failure = toFailure(thrown);
  const { code, message, hint, problems } = failure;
  if (wantsJson(argv)) {
    const error = { code, message, ...(hint === undefined ? {} : { hint }), ...(problems === undefined ? {} : { problems }) };
    process.stdout.write(`${JSON.stringify({ error }, null, 2)}\n`);
  } else {
    const lines = [
      `pawl: ${message}`,
      ...(problems ?? []).map((problem) => `  ${problemText(problem)}`),
      ...(hint === undefined ? [] : [hint]),
    ];
    process.stderr.write(`${inert(lines.join('\n'))}\n`);
  }
  if (process.env['PAWL_DEBUG'] === '1' && thrown instanceof Error) process.stderr.write(`${thrown.stack}\n`);
  return failure.exitCode;
}

/** The command line may be what could not be parsed, so that it is looked at by itself; what follows `--` is not ours. */
function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  const ours = end < 0 ? argv : argv.slice(0, end);
  return ours.includes('--format=json') || ours.some((word, at) => word === '--format' && ours[at + 1] === 'json');
}
