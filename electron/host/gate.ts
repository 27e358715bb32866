import { ORPCError } from '@orpc/server';

/** Lets calls through until it is drained, and knows when the last of them has been answered. */
export interface Gate {
  /** Throws `ENGINE_BUSY` once the gate is drained. */
  pass<T>(call: () => Promise<T>): Promise<T>;
  /** Refuses calls from now on, with this message. Resolves when those that were let through have been answered. */
  drain(message: string): Promise<void>;
}

export function createGate(): Gate {
  let running = 0;
  let idle: (() => void) | undefined;
  let refusal: string | undefined;
  return {
    async pass(call) {
      if (refusal !== undefined) throw new ORPCError('ENGINE_BUSY', { status: 503, message: refusal });
      running += 1;
      try {
        return await call();
      } finally {
        running -= 1;
        if (running === 0) idle?.();
      }
    },
    async drain(message) {
      refusal = message;
      if (running > 0) {
        await new Promise<void>((resolve) => {
          idle = resolve;
        });
      }
      // The answer of the last call is encoded in microtasks after it returned.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
