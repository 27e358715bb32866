import { defaultEngineSettings, type EngineSettings } from '../../shared/lib/engine-settings.ts';
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

/** The data folder's rule for an outcome, where the workflow does not say otherwise. */
export function retentionOf(
  status: TerminalRunStatus,
  settings: RetentionSettings = {},
  { wentWell, wentWrong }: EngineSettings['retention'] = defaultEngineSettings.retention,
): Retention {
  const rule = status === 'completed' || status === 'cancelled' ? wentWell : wentWrong;
  return { keep: settings.keep ?? rule.keep ?? Number.MAX_SAFE_INTEGER, days: settings.days ?? rule.days };
}
