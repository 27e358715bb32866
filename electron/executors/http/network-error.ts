import { ActionError } from '../../../shared/lib/action-error.ts';
import { networkProblemOf } from '../../../shared/lib/network-problem.ts';
import { describeTarget, type PreparedRequest } from './prepare-request.ts';

/** What `fetch` threw, as `NETWORK`. `once`: the kind is `unknown` when the request may have taken effect, so that nobody repeats it blindly. */
export function toNetworkError(thrown: unknown, request: PreparedRequest, once: boolean): ActionError {
  const { code, problem, hint, sent, kind } = networkProblemOf(thrown);
  return new ActionError('NETWORK', `${describeTarget(request)} failed: ${problem}`, {
    kind: once && sent ? 'unknown' : kind,
    hint,
    details: { cause: code ?? null },
    cause: thrown,
  });
}
