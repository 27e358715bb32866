import type { z } from 'zod';
import { effectOf } from '../../../shared/actions/action.ts';
import { parseByteSize } from '../../../shared/actions/file/byte-size.ts';
import { httpRequest } from '../../../shared/actions/http/http-request.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { formatDuration, parseDuration } from '../../../shared/lib/duration.ts';
import type { ExecutorFor, StepContext } from '../executor.ts';
import { fetchFollowing } from './follow-redirects.ts';
import { toNetworkError } from './network-error.ts';
import { describeTarget, type PreparedRequest, prepareRequest } from './prepare-request.ts';
import { headersOf, readContent, readExcerpt } from './read-answer.ts';
import { saveAnswer, withTarget } from './save-answer.ts';
import { isOk, statusError } from './status-error.ts';

type Parameters = z.output<typeof httpRequest.parameters>;
type Output = z.input<typeof httpRequest.output>;

/** What a timer can hold: 24.8 days. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export const httpRequestExecutor: ExecutorFor<typeof httpRequest> = {
  plan: ({ method, url, saveTo }) =>
    `Would send ${method} ${url.split('?')[0]}${saveTo === undefined ? '' : ` and save the answer to ${saveTo}`}`,

  run: async (parameters, context) => {
    const startedMs = performance.now();
    const request = await prepareRequest(parameters, context);
    // The target is opened first: a place that is refused must be refused before anything is sent.
    const answer = await withTarget(parameters.saveTo, context, (target) =>
      withDeadline(request, parameters, context, async (signal) => {
        const { response, url } = await fetchFollowing(request, { followRedirects: parameters.followRedirects, signal });
        if (!isOk(response.status, parameters.okStatus)) {
          const excerpt = await readExcerpt(response);
          throw statusError(request, response, excerpt, { once: isOnce(parameters), nowMs: context.now() });
        }
        const limit = { maxBytes: parseByteSize(parameters.maxBytes) ?? 0, from: describeTarget(request) };
        const content =
          target === undefined ? await readContent(response, limit, context) : await saveAnswer(response, limit, target, context);
        return { status: response.status, headers: headersOf(response), url: url.href, ...content };
      }),
    );
    return { ...answer, durationMs: Math.round(performance.now() - startedMs) };
  },

  // Asked only for class `keyed`: the server knows the key, or it is a download.
  probe: async ({ idempotencyKey }) => ({
    outcome: 'not_done',
    reason: idempotencyKey === undefined ? 'downloading again does no harm' : 'the server knows the Idempotency-Key and does nothing twice',
  }),
};

/** Runs the exchange under the step's signal and its own time-out, and gives what goes wrong on the way its name. */
async function withDeadline(
  request: PreparedRequest,
  parameters: Parameters,
  context: StepContext,
  exchange: (signal: AbortSignal) => Promise<Omit<Output, 'durationMs'>>,
): Promise<Omit<Output, 'durationMs'>> {
  const timeoutMs = Math.min(parseDuration(parameters.timeout) ?? 0, MAX_TIMER_MS);
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeoutMs);
  try {
    return await exchange(AbortSignal.any([context.signal, deadline.signal]));
  } catch (thrown) {
    if (context.signal.aborted) throw context.signal.reason;
    if (thrown instanceof ActionError) throw thrown;
    const once = isOnce(parameters);
    if (!deadline.signal.aborted) throw toNetworkError(thrown, request, once);
    throw new ActionError('TIMEOUT', `${describeTarget(request)} gave no whole answer within ${formatDuration(timeoutMs)}`, {
      kind: once ? 'unknown' : 'retryable',
      hint: 'Raise timeout if the server is known to be slow.',
      cause: thrown,
    });
  } finally {
    clearTimeout(timer);
  }
}

/** Nobody can tell whether such a request took effect once it was sent. */
function isOnce(parameters: Parameters): boolean {
  return effectOf(httpRequest, parameters) === 'once';
}
