import type { ClientContext, ClientLink } from '@orpc/client';

/** One connection to the engine, whatever carries it. */
export interface Wire {
  readonly link: ClientLink<ClientContext>;
  /** Resolves when it is gone: calls are rejected from then on. */
  readonly closed: Promise<void>;
}
