import type { Json } from './json.ts';

/**
 * What the engine may do about a failure.
 * `fatal`: trying again changes nothing; `retryable`: it may pass; `unknown`: the effect may have happened; `needs_person`: somebody must act first.
 */
export type ErrorKind = 'fatal' | 'retryable' | 'unknown' | 'needs_person';

/** A step's failure as it is stored, shown and matched by `retry.on`. `code` is upper snake case; `hint` says what to do next. */
export interface StepError {
  readonly code: string;
  readonly message: string;
  readonly kind: ErrorKind;
  readonly hint?: string;
  readonly details?: Json;
}

/** Thrown by executors and expressions. The message says what was tried on what; the hint says what to do next. */
export class ActionError extends Error {
  override readonly name = 'ActionError';
  readonly code: string;
  readonly kind: ErrorKind;
  readonly hint: string | undefined;
  readonly details: Json | undefined;

  constructor(code: string, message: string, options: { kind?: ErrorKind; hint?: string; details?: Json; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.kind = options.kind ?? 'fatal';
    this.hint = options.hint;
    this.details = options.details;
  }
}

/** Anything thrown, as data. What is no ActionError is our bug and says so by its code `INTERNAL`. */
export function toStepError(thrown: unknown): StepError {
  if (thrown instanceof ActionError) {
    return {
      code: thrown.code,
      message: thrown.message,
      kind: thrown.kind,
      ...(thrown.hint === undefined ? {} : { hint: thrown.hint }),
      ...(thrown.details === undefined ? {} : { details: thrown.details }),
    };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'INTERNAL', message, kind: 'fatal', hint: 'This is a fault in Pawl, not in your workflow. Please report it.' };
}
