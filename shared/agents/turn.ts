import type { ModelTrace } from '../ai/model-call.ts';
import type { Json } from '../lib/json.ts';
import type { Grant } from './agent.ts';

/** What a model has said in one round of an agent step, as it is kept beside the event `agent.turned`. */
export interface TurnContent {
  readonly text: string;
  /** Of the last round: the structured answer. */
  readonly data?: Json;
  /** In the order of the event's. */
  readonly calls: readonly TurnCall[];
  /** Its `call` numbers count these calls. */
  readonly trace?: ModelTrace;
}

export interface TurnCall {
  /** Its step's id in the round. */
  readonly step: string;
  /** By which the model knows it. */
  readonly id: string;
  /** As the model calls it: `file_read`. */
  readonly tool: string;
  /** What the model gave it. Data: never rendered. */
  readonly input: Json;
  /** What it is here: an action, a workflow, an agent. */
  readonly target: string;
  readonly grant: Grant;
  /** Why nothing is run. */
  readonly refused?: { readonly code: string; readonly message: string; readonly hint?: string };
}
