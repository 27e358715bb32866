import type { RunView } from '../../shared/contract/run-view.ts';
import type { ModelLedger } from '../ai/model-ledger.ts';
import type { Providers } from '../ai/providers.ts';
import type { Chat } from '../chat/chat.ts';
import type { Engine } from '../engine/engine.ts';
import type { EngineParts } from '../engine/live-run.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { TriggerControl } from '../triggers/trigger-control.ts';

/** What the handlers work with. They know no transport. */
export interface ApiParts {
  readonly parts: EngineParts;
  readonly engine: Engine;
  readonly triggers: TriggerControl;
  readonly secrets: Secrets;
  /** Where models are asked. */
  readonly providers: Providers;
  /** What is kept of models. */
  readonly ledger: ModelLedger;
  readonly chat: Chat;
  /** Plans of dry runs, which leave nothing in the store; the latest few. */
  readonly dryRuns: Map<string, RunView>;
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Absolute; holds one folder for each template. */
  readonly templatesDir: string;
  requestShutdown(): void;
}
