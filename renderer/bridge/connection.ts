import type { ClientContext, ClientLink } from '@orpc/client';
import { EngineAway } from './engine-away.ts';
import type { Wire } from './wire.ts';

export type ConnectionState = 'connecting' | 'open' | 'lost';

export interface Connection {
  /** Calls reject with `EngineAway` when the wire is gone before they are answered. */
  readonly link: ClientLink<ClientContext>;
  state(): ConnectionState;
  /** Why it is lost, where the other end has said so. */
  why(): string | undefined;
  /** Returns what ends the subscription. */
  subscribe(listener: () => void): () => void;
  /** Resolves when the engine answers: at once while it does. */
  whenOpen(signal?: AbortSignal): Promise<void>;
}

const firstPauseMs = 200;
const longestPauseMs = 5000;

/** Keeps a wire to the engine: opens a new one, after a growing pause, whenever the last is gone. `probe` asks something that any engine answers. */
export function keepConnected(open: () => Wire, probe: (link: Wire['link']) => Promise<unknown>): Connection {
  const listeners = new Set<() => void>();
  let state: ConnectionState = 'connecting';
  let why: string | undefined;
  let wire = watched(open());

  function become(next: ConnectionState, reason?: string): void {
    if (state === next && why === reason) return;
    state = next;
    why = reason;
    for (const listener of [...listeners]) listener();
  }

  async function run(): Promise<void> {
    let pauseMs = firstPauseMs;
    for (;;) {
      const { link, closed } = wire;
      const answer = await Promise.race([
        probe(link).then(
          () => 'answered' as const,
          (error: unknown) => reasonOf(error),
        ),
        closed.then(() => undefined),
      ]);
      if (answer === 'answered') {
        pauseMs = firstPauseMs;
        become('open');
        await closed;
      }
      become('lost', answer === 'answered' ? undefined : answer?.reason);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      wire = watched(open());
    }
  }
  void run();

  function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  const call: Connection['link']['call'] = async (path, input, options) => {
    const { link, isGone } = wire;
    const wasSent = state !== 'lost';
    if (isGone()) throw new EngineAway(false);
    try {
      return await link.call(path, input, options);
    } catch (error) {
      throw isGone() && options.signal?.aborted !== true ? new EngineAway(wasSent, error) : error;
    }
  };

  return {
    link: { call },
    state: () => state,
    why: () => why,
    subscribe,
    whenOpen: (signal) =>
      new Promise((resolve, reject) => {
        if (state === 'open') return resolve();
        const stop = subscribe(() => {
          if (state !== 'open') return;
          stop();
          resolve();
        });
        signal?.addEventListener('abort', () => {
          stop();
          reject(signal.reason);
        });
      }),
  };
}

function watched(wire: Wire): Wire & { isGone(): boolean } {
  let gone = false;
  void wire.closed.then(() => {
    gone = true;
  });
  return { ...wire, isGone: () => gone };
}

/** What an engine says that is there and cannot answer; nothing for all else. */
function reasonOf(error: unknown): { readonly reason: string } | undefined {
  const says = error instanceof Error && 'code' in error && (error.code === 'ENGINE_BUSY' || error.code === 'ENGINE_LOST');
  return says && error.message !== '' ? { reason: error.message } : undefined;
}
