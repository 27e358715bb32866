import { APICallError, StreamProviderError } from 'ai';
import type { ModelOutcome } from '../../shared/ai/model-call.ts';
import { ActionError, type ErrorKind } from '../../shared/lib/action-error.ts';
import { networkProblemOf } from '../../shared/lib/network-problem.ts';
import { readRetryAfter } from '../../shared/lib/retry-after.ts';

/** A call that gave no answer, and what may be done about it. */
export interface Failure {
  readonly error: ActionError;
  readonly outcome: ModelOutcome;
  /** `again`: the same model, after a while; `other`: another model; `elsewhere`: a model of another provider; `stop`: nobody else. */
  readonly next: 'again' | 'other' | 'elsewhere' | 'stop';
  /** Milliseconds from now that the provider asks for. */
  readonly retryAfterMs?: number;
}

interface Exchange {
  /** `provider/model`. */
  readonly model: string;
  readonly host: string;
  /** Undefined: there was no answer. */
  readonly status: number | undefined;
  readonly now: number;
}

/** What a provider's package threw, in our words. Its own texts stay short: they can hold what was sent. */
export function toFailure(thrown: unknown, exchange: Exchange): Failure {
  if (thrown instanceof ActionError) return { error: thrown, outcome: thrown.code === 'AI_TIMEOUT' ? 'timeout' : 'error', next: 'again' };
  const { model, host, status } = exchange;
  if (APICallError.isInstance(thrown) && thrown.statusCode === undefined) return unreachable(thrown, exchange);
  if (status === undefined) return unreachable(thrown, exchange);
  const told = APICallError.isInstance(thrown) || StreamProviderError.isInstance(thrown) ? thrown : undefined;
  const said = shorten(told?.message ?? (thrown instanceof Error ? thrown.message : String(thrown)));
  const isStream = status >= 200 && status < 300;
  const meant = told?.statusCode ?? status;
  if (meant === 429) return rateLimited(said, told, exchange);
  if (isStream) return broken(model, `its answer broke off or was no valid answer: ${said}`, thrown);
  return refusedRequest({ meant, said, model, host, thrown, retryAfterMs: askedWaitMs(told, exchange.now) });
}

/** An answer that did not come to its end. */
export function broken(model: string, why: string, cause?: unknown): Failure {
  const error = new ActionError('AI_STREAM', `${model} gave no whole answer: ${why}`, {
    kind: 'retryable',
    hint: 'It may pass: set retry on the step.',
    cause,
  });
  return { error, outcome: 'error', next: 'again' };
}

/** The model, or its provider, does not want to answer. */
export function refused(model: string, why: string | undefined): Failure {
  const error = new ActionError('AI_REFUSED', `${model} refused to answer${why === undefined || why === '' ? '' : `: ${shorten(why)}`}`, {
    hint: 'Change the prompt, or name another model.',
  });
  return { error, outcome: 'refused', next: 'stop' };
}

function rateLimited(said: string, told: APICallError | StreamProviderError | undefined, { model, now }: Exchange): Failure {
  const body = APICallError.isInstance(told) ? (told.responseBody ?? '') : '';
  if (/insufficient_quota|billing_hard_limit/.test(body)) {
    const error = new ActionError('AI_RATE_LIMIT', `${model} cannot be asked: the account has no credit left (${said})`, {
      hint: 'Look at the billing page of the provider, or name a model of another one.',
      cause: told,
    });
    return { error, outcome: 'rate_limit', next: 'elsewhere' };
  }
  const retryAfterMs = askedWaitMs(told, now);
  const error = new ActionError('AI_RATE_LIMIT', `${model} is over its rate limit: ${said}`, {
    kind: 'retryable',
    hint: 'Set retry on the step: it waits as long as the provider asks for.',
    cause: told,
    ...(retryAfterMs === undefined ? {} : { details: { retryAfterMs } }),
  });
  return { error, outcome: 'rate_limit', next: 'again', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

interface Refusal {
  readonly meant: number;
  readonly said: string;
  readonly model: string;
  readonly host: string;
  readonly thrown: unknown;
  readonly retryAfterMs: number | undefined;
}

function refusedRequest({ meant, said, model, host, thrown, retryAfterMs }: Refusal): Failure {
  const fail = (text: string, hint: string, next: Failure['next'], kind: ErrorKind = 'fatal'): Failure => {
    const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
    const details = { status: meant, ...wait };
    return {
      error: new ActionError('AI_FAILED', `${model}: ${text}`, { kind, hint, details, cause: thrown }),
      outcome: 'error',
      next,
      ...wait,
    };
  };
  if (meant === 401 || meant === 403) {
    return fail(
      `${host} does not accept the key (${meant}: ${said})`,
      'Set the right key: pawl secrets set NAME. pawl models shows which one is used.',
      'elsewhere',
    );
  }
  if (meant === 404) return fail(`${host} does not have it (404: ${said})`, 'See which models there are: pawl models', 'other');
  if (meant >= 300 && meant < 400) {
    return fail(
      `${host} answered with a redirect (${meant}), which is not followed, since the key would go with it`,
      "Set the provider's final address.",
      'elsewhere',
    );
  }
  if (meant >= 500 || meant === 408 || meant === 409 || meant === 425) {
    return fail(`${host} answered ${meant}: ${said}`, 'It may pass: set retry on the step.', 'again', 'retryable');
  }
  if (tooMuch.test(said)) {
    const error = new ActionError('AI_CONTEXT', `${model} cannot read as much as it was given: ${said}`, {
      hint: 'Shorten what the step is given (contextTokens bounds files and context), or name a model that reads more.',
      details: { status: meant },
      cause: thrown,
    });
    return { error, outcome: 'error', next: 'other' };
  }
  return fail(`${host} did not accept the question (${meant}: ${said})`, 'Change what the step asks for, or name another model.', 'other');
}

/** No provider has a code for it. */
const tooMuch =
  /context.{0,20}(?:length|window|size|limit)|(?:prompt|input|request) is too (?:long|large)|too many tokens|input token count/i;

function unreachable(thrown: unknown, { model, host }: Exchange): Failure {
  const { code, problem, hint, kind } = networkProblemOf(thrown);
  const isSlow = code?.startsWith('UND_ERR_') === true && code.endsWith('_TIMEOUT');
  const error = new ActionError(isSlow ? 'AI_TIMEOUT' : 'AI_FAILED', `${model} could not be asked at ${host}: ${problem}`, {
    kind,
    hint,
    details: { cause: code ?? null },
    cause: thrown,
  });
  return { error, outcome: isSlow ? 'timeout' : 'error', next: kind === 'retryable' ? 'again' : 'elsewhere' };
}

/** What the answer's headers ask for; Google says it in the body. */
function askedWaitMs(told: APICallError | StreamProviderError | undefined, now: number): number | undefined {
  if (!APICallError.isInstance(told)) return undefined;
  const headers = told.responseHeaders ?? {};
  const exact = Number(headers['retry-after-ms']);
  if (Number.isFinite(exact) && exact > 0) return exact;
  const delay = /"retryDelay":\s*"(\d+(?:\.\d+)?)s"/.exec(told.responseBody ?? '')?.[1];
  return readRetryAfter(headers['retry-after'] ?? null, now) ?? (delay === undefined ? undefined : Number(delay) * 1000);
}

const MAX_SAID = 300;

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > MAX_SAID ? `${line.slice(0, MAX_SAID)}…` : line;
}
