import type { EngineClient } from '../../shared/contract/contract.ts';

/** `all`: runs and triggers; `runs`: runs, until the command ends; `none`: only questions and records. */
export type Work = 'all' | 'runs' | 'none';

/** The loopback server of an engine in this process; `port` undefined: the first free one from 7295 on. */
export interface Web {
  readonly port?: number | undefined;
}

/** An engine as it was reached: in another process (`remote`) or in this one. */
export interface Link {
  readonly client: EngineClient;
  readonly remote: boolean;
  /** `stopped`: in order, so that every call was answered or never begun. `lost`: nobody can tell. */
  state(): Promise<'open' | 'stopped' | 'lost'>;
  /** Resolves when a client asks an engine in this process to stop; never for another process. */
  readonly stopAsked: Promise<void>;
  /** Rejects when an engine in this process cannot go on: its disk failed, or what it is to open again needs a person. Never resolves. */
  readonly failed: Promise<never>;
  /** The runs that an engine in this process has worked on; none for another process. */
  drivenRuns(): readonly string[];
  close(): Promise<void>;
}
