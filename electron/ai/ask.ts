import type { Clock } from '../../shared/lib/clock.ts';
import type { Endpoint } from './endpoint.ts';
import { type Exchange, exchange, type Question } from './exchange.ts';
import { broken, type Failure, refused, toFailure } from './failures.ts';
import { openLanguageModel } from './language-model.ts';
import { type Wire, type WireLimits, watchWire } from './watched-fetch.ts';

/** What one call of one model gave, and what it took. */
export interface Asked {
  readonly exchange: Exchange;
  /** Undefined: `exchange` is a whole answer. */
  readonly failure: Failure | undefined;
  /** Until the first text or tool call. */
  readonly firstTokenMs: number | undefined;
  readonly ms: number;
}

export interface AskContext {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly limits: WireLimits;
  readonly onText: (text: string) => void;
}

/**
 * Asks one model once. This file is loaded when the first question is asked, and the packages of the providers with it.
 * Throws nothing but faults of our own; where the signal was aborted, `failure` has its reason.
 */
export async function ask(
  endpoint: Endpoint,
  name: string,
  question: Question,
  { signal, clock, limits, onText }: AskContext,
): Promise<Asked> {
  const model = `${endpoint.provider}/${name}`;
  const wire = watchWire(clock, limits, signal, model);
  const startedAt = clock.now();
  let firstTokenMs: number | undefined;
  try {
    const opened = await openLanguageModel(endpoint, name, wire.fetch);
    const came = await exchange(opened, question, wire.signal, (text) => {
      firstTokenMs ??= clock.now() - startedAt;
      onText(text);
    });
    return { exchange: came, failure: failureOf(came, wire, endpoint, model, clock), firstTokenMs, ms: clock.now() - startedAt };
  } finally {
    wire.end();
  }
}

function failureOf(came: Exchange, wire: Wire, endpoint: Endpoint, model: string, clock: Clock): Failure | undefined {
  if (came.failure !== undefined) {
    const thrown = wire.signal.aborted ? wire.signal.reason : came.failure.thrown;
    return toFailure(thrown, { model, host: new URL(endpoint.baseUrl).host, status: wire.status, now: clock.now() });
  }
  switch (came.finish) {
    case 'stop':
    case 'length':
    case 'tool-calls':
      return undefined;
    case 'content-filter':
      return refused(model, came.text === '' ? came.rawFinish : came.text);
    case 'other':
      // Servers of this kind have words of their own for a good end.
      if (endpoint.kind === 'compatible' && came.rawFinish !== undefined && came.rawFinish !== '') return undefined;
      return broken(model, `it stopped with ${came.rawFinish ?? 'no reason'}`);
    default:
      return broken(model, 'the stream ended in the middle');
  }
}
