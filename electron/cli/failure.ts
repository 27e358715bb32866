import { ORPCError } from '@orpc/client';
import { CommanderError } from 'commander';
import { z } from 'zod';
import { problemSchema } from '../../shared/contract/errors.ts';
import { ActionError } from '../../shared/lib/action-error.ts';
import { type Problem, WorkflowInvalid } from '../../shared/workflow/problem.ts';
import { CommandFailure } from './command-failure.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

/** Anything thrown by a command, as what the person is told. */
export function toFailure(thrown: unknown): CommandFailure {
  if (thrown instanceof CommandFailure) return thrown;
  if (thrown instanceof ORPCError) return fromContract(thrown);
  if (thrown instanceof WorkflowInvalid) {
    return new CommandFailure(thrown.code, thrown.message, exitCodes.usage, { problems: thrown.problems });
  }
  if (thrown instanceof ActionError) return new CommandFailure(thrown.code, thrown.message, exitCodes.failed, { hint: thrown.hint });
  if (thrown instanceof CommanderError) return new CommandFailure('USAGE', thrown.message.replace(/^error: /, ''), exitCodes.usage);
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'DATABASE_UNAVAILABLE') {
    return new CommandFailure(thrown.code, thrown.message, exitCodes.unreachable, { cause: thrown });
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const hint = 'This is a fault in Pawl. Please report it; PAWL_DEBUG=1 shows where it happened.';
  return new CommandFailure('INTERNAL', message, exitCodes.failed, { hint, cause: thrown });
}

const exitCodeOfError: Readonly<Record<string, ExitCode>> = {
  NOT_FOUND: exitCodes.notFound,
  AMBIGUOUS: exitCodes.usage,
  WORKFLOW_INVALID: exitCodes.usage,
  INVALID_INPUT: exitCodes.usage,
  BAD_REQUEST: exitCodes.usage,
  CONFLICT: exitCodes.usage,
  ENGINE_BUSY: exitCodes.unreachable,
  ENGINE_LOST: exitCodes.unreachable,
};

const errorData = z.object({
  problems: z.array(problemSchema).optional(),
  issues: z.array(z.object({ message: z.string(), path: z.array(z.union([z.string(), z.number()])).optional() })).optional(),
});

function fromContract(error: ORPCError<string, unknown>): CommandFailure {
  const data = errorData.safeParse(error.data).data ?? {};
  const problems = data.problems ?? data.issues?.map(({ message, path }) => toProblem(message, path ?? []));
  return new CommandFailure(error.code, error.message, exitCodeOfError[error.code] ?? exitCodes.failed, { problems, cause: error });
}

function toProblem(message: string, path: readonly (string | number)[]): Problem {
  return { code: 'WRONG_TYPE', message, severity: 'error', path: path.join('.') };
}
