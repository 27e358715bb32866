import type { ModelAnswer, ModelRequest } from '../../shared/ai/model-call.ts';
import type { ModelCallRecord } from '../../shared/ai/model-call-record.ts';
import { ActionError } from '../../shared/lib/action-error.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { formatDuration } from '../../shared/lib/duration.ts';
import type { Json } from '../../shared/lib/json.ts';
import { type Candidate, type Candidates, findCandidates } from './candidates.ts';
import { type CheckSchema, type Consulted, consult } from './consult.ts';
import { maskRequest, type RequestMasks } from './mask-request.ts';
import type { ModelCallContext, ModelCaller } from './model-caller.ts';
import type { Account, ModelLedger } from './model-ledger.ts';
import type { ProviderNow, Providers } from './providers.ts';
import { createTurns, type Turns } from './turn.ts';
import type { WireLimits } from './watched-fetch.ts';

export interface ModelCallerParts {
  readonly providers: Providers;
  readonly ledger: ModelLedger;
  readonly masks: RequestMasks;
  readonly clock: Clock;
  readonly checkSchema: CheckSchema;
  newId(): string;
  /** In [0, 1). */
  random(): number;
  /** Whose secrets a run may use; undefined where there is no such run. */
  workflowOf(runId: string): { readonly id: string; readonly name: string } | undefined;
}

const remote: WireLimits = { firstByteMs: 120_000, idleMs: 120_000 };
/** One that runs here may have to be loaded from the disk first. Node's own HTTP client waits for 300 s. */
const onThisMachine: WireLimits = { firstByteMs: 290_000, idleMs: 120_000 };

/** One call of one model that is over. */
interface EndedCall {
  readonly request: ModelRequest;
  readonly context: ModelCallContext;
  readonly candidates: Candidates;
  readonly candidate: Candidate;
  readonly consulted: Consulted;
  readonly requestId: string;
  readonly attempt: number;
  readonly at: number;
}

/** The only loop that retries calls of models. */
export function createModelCaller(parts: ModelCallerParts): ModelCaller {
  const { clock, ledger } = parts;

  async function call(given: ModelRequest, context: ModelCallContext): Promise<ModelAnswer> {
    const { signal, runId, stepPath, within } = context;
    signal.throwIfAborted();
    const request = maskRequest(parts.masks, given);
    const workflow = (runId === undefined ? undefined : parts.workflowOf(runId)) ?? { id: '', name: 'no workflow' };
    const providers = await parts.providers.lookAt({ action: `ai.${request.task}`, workflow });
    signal.throwIfAborted();
    const account = ledger.openAccount(request.budget, {
      ...(runId === undefined ? {} : { runId }),
      ...(stepPath === undefined ? {} : { stepPath }),
      ...(within === undefined ? {} : { within }),
    });
    try {
      return await askInTurn(request, context, providers, account);
    } finally {
      account.close();
    }
  }

  async function askInTurn(
    request: ModelRequest,
    context: ModelCallContext,
    providers: readonly ProviderNow[],
    account: Account,
  ): Promise<ModelAnswer> {
    const { signal, onText = () => {}, onRestart = () => {}, onWait = () => {} } = context;
    const candidates = findCandidates(request, providers, ledger, { budget: account.left(), now: clock.now(), chance: parts.random() });
    const turns = createTurns(candidates.ranked);
    const spent = { inputTokens: 0, outputTokens: 0, cost: 0 as number | null };
    const requestId = parts.newId();
    for (let attempt = 0; ; attempt++) {
      const turn = turns.next(clock.now());
      const failed = turns.failures.at(-1)?.failure;
      if (turn === undefined) throw lastWord(turns);
      if (failed !== undefined)
        onRestart(
          `${failed.error.message}; ${turn.candidate.info.id} is asked${turn.waitMs === 0 ? '' : ` in ${formatDuration(turn.waitMs)}`}`,
        );
      if (turn.waitMs > 0) await pause(clock, turn.waitMs, signal);
      const { candidate } = turn;
      const at = clock.now();
      markUsed(providers, candidate);
      const consulted = await consult(candidate, request, {
        signal,
        clock,
        limits: candidate.endpoint.local ? onThisMachine : remote,
        account,
        checkSchema: parts.checkSchema,
        onText,
        onRestart,
        onWait: () => onWait('waits, since calls that are under way hold what is left of the budget'),
      });
      spent.inputTokens += consulted.inputTokens;
      spent.outputTokens += consulted.outputTokens;
      spent.cost = spent.cost === null || consulted.cost === null ? null : spent.cost + consulted.cost;
      await record({ request, context, candidates, candidate, consulted, requestId, attempt, at }, account);
      signal.throwIfAborted();
      if (consulted.failure === undefined) return toAnswer(candidate, consulted, turns, spent);
      turns.failed(candidate, consulted.failure, clock.now(), parts.random());
    }
  }

  function markUsed(providers: readonly ProviderNow[], { endpoint }: Candidate): void {
    const asked = providers.find(({ settings }) => settings.name === endpoint.provider);
    if (asked !== undefined) parts.providers.used(asked);
  }

  async function record(call: EndedCall, account: Account): Promise<void> {
    const { request, context, candidates, candidate, consulted, requestId, attempt, at } = call;
    const { runId, stepPath, agent, signal } = context;
    const { inputTokens, outputTokens, cost, firstTokenMs = null, ms, failure } = consulted;
    const kept: ModelCallRecord = {
      request: requestId,
      attempt,
      at,
      task: request.task,
      model: candidate.info.id,
      reason: candidate.reason,
      ...(runId === undefined ? {} : { runId }),
      ...(stepPath === undefined ? {} : { stepPath }),
      ...(agent === undefined ? {} : { agent }),
      inputTokens,
      outputTokens,
      cost,
      firstTokenMs,
      ms,
      outcome: signal.aborted ? 'cancelled' : consulted.outcome,
      schema: request.schema !== undefined,
      ...(failure?.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs }),
      asked: candidates.asked,
    };
    await ledger.record(kept, account);
  }

  return { call };
}

function toAnswer(
  { info, reason }: Candidate,
  { text, data, toolCalls, trace, finish, outcome }: Consulted,
  turns: Turns,
  spent: { readonly inputTokens: number; readonly outputTokens: number; readonly cost: number | null },
): ModelAnswer {
  const others = [...new Set(turns.failures.map(({ candidate }) => candidate.info.id))].filter((id) => id !== info.id);
  return {
    text,
    ...(data === undefined ? {} : { data }),
    toolCalls,
    ...(trace === undefined ? {} : { trace }),
    finish,
    model: info.id,
    tokens: { input: spent.inputTokens, output: spent.outputTokens, total: spent.inputTokens + spent.outputTokens },
    cost: spent.cost,
    reason: others.length === 0 ? reason : `${reason}; asked because ${others.join(' and ')} gave no answer`,
    repaired: outcome === 'repaired',
  };
}

/** The failure of the model that was wanted most, and when it is worth trying again. */
function lastWord({ failures }: Turns): ActionError {
  const [first, ...others] = [...new Map(failures.map((one) => [one.candidate.info.id, one])).values()];
  if (first === undefined) throw new Error('Nobody was asked, and nobody failed');
  const { error } = first.failure;
  const stopped = failures.find(({ failure }) => failure.next === 'stop')?.failure.error;
  if (stopped !== undefined) return stopped;
  if (others.length === 0) return error;
  const again = [first, ...others].filter(({ failure }) => failure.error.kind === 'retryable').map(({ failure }) => failure);
  const retryAfterMs = Math.min(...again.map(({ retryAfterMs = 0 }) => retryAfterMs));
  const details: Record<string, Json> = {
    failures: [first, ...others].map(({ candidate, failure }) => ({
      model: candidate.info.id,
      code: failure.error.code,
      message: failure.error.message,
    })),
    ...(again.length === 0 || retryAfterMs === 0 ? {} : { retryAfterMs }),
  };
  return new ActionError(
    error.code,
    `${error.message}; neither did ${others.map(({ candidate }) => candidate.info.id).join(' or ')} give an answer`,
    {
      kind: again.length > 0 ? 'retryable' : error.kind,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      details,
      cause: error,
    },
  );
}

function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clock.clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = clock.setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
