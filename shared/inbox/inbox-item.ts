import type { Json, JsonObject } from '../lib/json.ts';

/** What a person is asked for: leave to go on, or help with what a step could not decide. */
export type InboxKind = 'approval' | 'escalation';
export type InboxStatus = 'open' | 'answered' | 'expired' | 'withdrawn';

/** A field of the form that goes with an answer. */
export interface InboxField {
  readonly name: string;
  readonly type: 'string' | 'text' | 'number' | 'boolean' | 'choice';
  readonly label: string;
  readonly required: boolean;
  readonly choices?: readonly string[];
  readonly default?: Json;
}

/** Exactly what the person sees, and what an answer is bound to. */
export interface InboxContent {
  readonly title: string;
  readonly message: string;
  readonly fields: readonly InboxField[];
  /** What will happen when it is approved, or what the help is about: shown as it is. */
  readonly subject?: Json;
  /** The step that a push-back runs again from. */
  readonly rewindTo?: string;
}

export type Decision = 'approve' | 'reject' | 'push_back';

export interface InboxAnswer {
  readonly decision: Decision;
  /** Who answered; null when nobody did in time. */
  readonly by: string | null;
  readonly fields: JsonObject;
  readonly comment: string | null;
}
