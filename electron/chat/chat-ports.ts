import type { EngineClient } from '../../shared/contract/contract.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import type { JsonObject } from '../../shared/lib/json.ts';
import type { EventListener } from '../engine/live-run.ts';
import type { AdmissionOutcome } from '../queue/admit.ts';
import type { Store } from '../store/store.ts';

export interface RunToStart {
  readonly source: { readonly text: string } | { readonly workflow: string };
  readonly inputs: JsonObject;
}

/** What a chat needs of the engine. */
export interface ChatPorts {
  readonly store: Store;
  readonly clock: Clock;
  newId(): string;
  /** With secrets masked. */
  mask(text: string): string;
  /** Absolute. */
  readonly homeFolder: string;
  /** Accepts a run; `beside` is written in the same transaction. Throws as the contract's `runs.start`. */
  start(run: RunToStart, beside: (outcome: AdmissionOutcome, at: number) => void): Promise<void>;
  /** The engine as any caller sees it, for what is no more than a question or an order. */
  client(): EngineClient;
  /** Events of all runs, after their commit. Returns what ends that. */
  listen(listener: EventListener): () => void;
  onFault(error: unknown): void;
}
