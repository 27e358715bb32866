import type { TerminalRunStatus } from '../../shared/run/status.ts';

/** What is kept of one workflow's runs with one outcome; the last of each outcome is kept whatever this says. */
export interface Retention {
  readonly keep: number;
  readonly days: number;
}

/** `settings.retention` of a workflow. */
export interface RetentionSettings {
  readonly keep?: number | undefined;
  readonly days?: number | undefined;
}

const WENT_WELL: Retention = { keep: 1000, days: 30 };
/** What went wrong is looked into later, and there is less of it. */
const WENT_WRONG: Retention = { keep: Number.MAX_SAFE_INTEGER, days: 90 };

/** The profile's rule for an outcome, where the workflow does not say otherwise. */
export function retentionOf(status: TerminalRunStatus, settings: RetentionSettings = {}): Retention {
  const rule = status === 'completed' || status === 'cancelled' ? WENT_WELL : WENT_WRONG;
  return { keep: settings.keep ?? rule.keep, days: settings.days ?? rule.days };
}
