import { ActionError } from '../../shared/lib/action-error.ts';
import type { Clock } from '../../shared/lib/clock.ts';

/** Milliseconds. */
export interface WireLimits {
  /** Until the first byte of an answer's body. */
  readonly firstByteMs: number;
  /** Between two packets of it. */
  readonly idleMs: number;
}

/** What a watched exchange has come to. */
export interface Wire {
  readonly fetch: typeof fetch;
  /** Aborted with ActionError `AI_TIMEOUT` or `AI_STREAM`, or with the reason of the signal that was given. */
  readonly signal: AbortSignal;
  /** The HTTP status, once there is one. */
  readonly status: number | undefined;
  /** Takes the timers back, and ends what is still under way. */
  end(): void;
}

/** Far more than any answer: what sends this much does not mean to end. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** A `fetch` for one exchange, which a server that falls silent or never ends cannot hold. */
export function watchWire(clock: Clock, limits: WireLimits, outer: AbortSignal, whom: string): Wire {
  const own = new AbortController();
  const signal = AbortSignal.any([outer, own.signal]);
  let timer: number | undefined;
  let status: number | undefined;

  function expect(ms: number, what: string): void {
    calm();
    timer = clock.setTimeout(() => {
      own.abort(
        new ActionError('AI_TIMEOUT', `${whom} ${what} for ${Math.round(ms / 1000)} s`, {
          kind: 'retryable',
          hint: 'It may pass: set retry on the step, or name another model.',
        }),
      );
    }, ms);
  }
  function calm(): void {
    if (timer !== undefined) clock.clearTimeout(timer);
    timer = undefined;
  }

  return {
    signal,
    get status() {
      return status;
    },
    async fetch(input, init) {
      expect(limits.firstByteMs, 'has sent nothing');
      // A redirect would take the key along to another host.
      const response = await fetch(input, { ...init, signal, redirect: 'manual' });
      status = response.status;
      if (response.body === null) {
        calm();
        return response;
      }
      let bytes = 0;
      const watched = new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          bytes += chunk.byteLength;
          if (bytes > MAX_ANSWER_BYTES) own.abort(new ActionError('AI_STREAM', `${whom} sent more than 64 MB and did not come to an end`));
          expect(limits.idleMs, 'stopped in the middle of its answer and was silent');
          controller.enqueue(chunk);
        },
        flush: calm,
      });
      return new Response(response.body.pipeThrough(watched), {
        status: response.status,
        statusText: response.statusText,
        headers: response.headers,
      });
    },
    end() {
      calm();
      own.abort(new DOMException('The exchange is over', 'AbortError'));
    },
  };
}
