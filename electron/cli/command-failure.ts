import type { Problem } from '../../shared/workflow/problem.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

/** Ends a command. `code` is upper snake case and stable; `hint` says what to do next. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;
  readonly problems: readonly Problem[] | undefined;

  constructor(
    code: string,
    message: string,
    exitCode: ExitCode,
    options: { hint?: string | undefined; problems?: readonly Problem[] | undefined; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.exitCode = exitCode;
    this.hint = options.hint;
    this.problems = options.problems;
  }
}

export function notFound(message: string, suggestions: readonly string[]): CommandFailure {
  return new CommandFailure('NOT_FOUND', message, exitCodes.notFound, { hint: suggest(suggestions) });
}

function suggest(suggestions: readonly string[]): string | undefined {
  return suggestions.length === 0 ? undefined : `Did you mean ${suggestions.slice(0, 3).join(' or ')}?`;
}

export function usage(message: string, hint?: string): CommandFailure {
  return new CommandFailure('USAGE', message, exitCodes.usage, { hint });
}
