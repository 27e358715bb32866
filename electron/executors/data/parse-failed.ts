import { ActionError } from '../../../shared/lib/action-error.ts';

/** What every format's reader throws: `PARSE_ERROR`, with what the library said of the first fault. */
export function parseFailed(format: string, cause: unknown, hint = 'Look at the text that came in; the fault is in it.'): ActionError {
  const said = cause instanceof Error ? cause.message : String(cause);
  const [firstLine = said] = said.split('\n');
  return new ActionError('PARSE_ERROR', `The text is not valid ${format}: ${firstLine}`, { hint, cause });
}
