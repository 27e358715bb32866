import { ActionError } from '../../../shared/lib/action-error.ts';
import type { Json } from '../../../shared/lib/json.ts';

/** One request, read whole. */
export interface Delivery {
  readonly method: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly query: URLSearchParams;
  readonly rawBody: Buffer;
  /** The body, parsed by its declared type; null for types that are not known. */
  readonly body: Json;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

export interface HookAnswer {
  readonly status: number;
  readonly body: Json;
}

/** An armed webhook. */
export interface Hook {
  readonly method: string;
  receive(delivery: Delivery): Promise<HookAnswer>;
  /** Told when requests begin or cease to reach it. */
  setReachable(isReachable: boolean): void;
}

/** Which webhooks are armed where. The server of the moment looks them up; the triggers put them in. */
export interface HookTable {
  /** Returns what takes it out again. Throws ActionError `HOOK_TAKEN`. */
  add(path: string, hook: Hook): () => void;
  at(path: string): readonly Hook[];
  /** A server hands on requests from now on, or does so no more. */
  setReachable(isReachable: boolean): void;
}

export function createHookTable(): HookTable {
  const byPath = new Map<string, readonly Hook[]>();
  let reachable = false;

  return {
    add(path, hook) {
      const there = byPath.get(path) ?? [];
      if (there.some((one) => one.method === hook.method)) {
        throw new ActionError('HOOK_TAKEN', `Another trigger listens to ${hook.method} /hooks/${path}`, {
          hint: 'Give one of them another path, then disable and enable its workflow.',
        });
      }
      byPath.set(path, [...there, hook]);
      hook.setReachable(reachable);
      return () => {
        const left = (byPath.get(path) ?? []).filter((one) => one !== hook);
        if (left.length === 0) byPath.delete(path);
        else byPath.set(path, left);
      };
    },
    at: (path) => byPath.get(path) ?? [],
    setReachable(isReachable) {
      reachable = isReachable;
      for (const hook of [...byPath.values()].flat()) hook.setReachable(isReachable);
    },
  };
}
