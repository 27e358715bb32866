import { ORPCError } from '@orpc/client';
import { z } from 'zod';
import { problemSchema } from '../../shared/contract/errors.ts';
import { EngineAway } from './engine-away.ts';

export interface Failure {
  readonly message: string;
  readonly problems: readonly z.output<typeof problemSchema>[];
}

const withProblems = z.object({ problems: z.array(problemSchema) });

/** What to tell a person of a call that failed. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof ORPCError) {
    const detail = withProblems.safeParse(error.data);
    const message = error.code === 'INTERNAL_SERVER_ERROR' ? 'Pawl made a mistake. The log in the data folder tells more.' : error.message;
    return { message, problems: detail.data?.problems ?? [] };
  }
  if (error instanceof EngineAway && !error.wasSent)
    return { message: 'The engine is away, so nothing was done. Try again when it is back.', problems: [] };
  if (isConnectionLost(error))
    return { message: 'The engine went away before it answered: look whether it was done when it is back.', problems: [] };
  return { message: error instanceof Error ? error.message : String(error), problems: [] };
}

/** The contract's code of a call that failed; undefined for anything else. */
export function codeOfFailure(error: unknown): string | undefined {
  return error instanceof ORPCError ? error.code : undefined;
}

/** The wire went away, or the engine is not ready: asking again soon helps. */
export function isConnectionLost(error: unknown): boolean {
  if (error instanceof ORPCError) return error.code === 'ENGINE_BUSY' || error.code === 'ENGINE_LOST';
  return error instanceof Error && (error instanceof EngineAway || error.name === 'AbortError' || error.name === 'InvalidStateError');
}
