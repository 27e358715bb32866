import { ORPCError } from '@orpc/server';
import type { Problem } from '../../shared/workflow/problem.ts';

type What =
  | 'workflow'
  | 'version'
  | 'run'
  | 'step'
  | 'trigger'
  | 'template'
  | 'checkpoint'
  | 'inbox item'
  | 'draft'
  | 'secret'
  | 'memory'
  | 'agent'
  | 'provider'
  | 'model'
  | 'model call'
  | 'chat';

/** The errors that the contract declares, as they are thrown by every area. */
export function notFound(what: What, name: string, suggestions: readonly string[] = []): Error {
  const near = suggestions.length === 0 ? '' : ` Did you mean ${suggestions.slice(0, 3).join(', ')}?`;
  return new ORPCError('NOT_FOUND', {
    defined: true,
    status: 404,
    message: `There is no ${what} ${JSON.stringify(name)}.${near}`,
    data: { what, name, suggestions: [...suggestions] },
  });
}

export function ambiguous(what: What, name: string, matches: readonly string[]): Error {
  return new ORPCError('AMBIGUOUS', {
    defined: true,
    status: 409,
    message: `${JSON.stringify(name)} fits more than one ${what}: ${matches.join(', ')}. Give more of it.`,
    data: { name, matches: [...matches] },
  });
}

export function workflowInvalid(problems: readonly Problem[]): Error {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return new ORPCError('WORKFLOW_INVALID', {
    defined: true,
    status: 422,
    message: `The workflow is not valid: ${first?.message ?? 'unknown problem'}${more}`,
    data: { problems: [...problems] },
  });
}

export function invalidInput(problems: readonly Problem[]): Error {
  return new ORPCError('INVALID_INPUT', {
    defined: true,
    status: 400,
    message: problems.map((problem) => problem.message).join('; '),
    data: { problems: [...problems] },
  });
}

export function conflict(message: string, state?: string): Error {
  return new ORPCError('CONFLICT', { defined: true, status: 409, message, data: state === undefined ? {} : { state } });
}

export function engineBusy(message: string): Error {
  return new ORPCError('ENGINE_BUSY', { defined: true, status: 503, message });
}

export function engineLost(message: string): Error {
  return new ORPCError('ENGINE_LOST', { defined: true, status: 503, message: `${message} What was asked may have been done.` });
}

export function diskLow(message: string): Error {
  return new ORPCError('DISK_LOW', { defined: true, status: 507, message });
}
