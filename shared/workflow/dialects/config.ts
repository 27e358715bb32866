import { isJsonObject } from '../../lib/json.ts';
import { type Origins, type Raw, renameKeys } from './dialect.ts';

const RETRY_KEYS = { maxRetries: 'maxRetries', retryDelayMs: 'delay', retryBackoffMultiplier: 'backoff', retryableErrors: 'on' } as const;

/** Turns `config` into `settings`; what it says of retries becomes the default of the steps. Settings that are there already win. */
export function liftConfig(document: Raw, origins: Origins): Raw {
  const { config, ...rest } = document;
  if (!isJsonObject(config)) return document;
  origins.note(['settings'], ['config']);
  const settings = renameKeys(config, { timeoutMs: 'timeout' }, { canonical: ['settings'], source: ['config'], origins });
  const retry: Record<string, unknown> = {};
  for (const [theirs, ours] of Object.entries(RETRY_KEYS)) {
    if (!Object.hasOwn(settings, theirs)) continue;
    retry[ours] = settings[theirs];
    delete settings[theirs];
    origins.note(['settings', 'retry', ours], ['config', theirs]);
  }
  if (Object.keys(retry).length > 0) settings['retry'] = retry;
  const { settings: own } = document;
  if (!isJsonObject(own)) return { ...rest, settings };
  for (const key of Object.keys(own)) origins.note(['settings', key], ['settings', key]);
  return { ...rest, settings: { ...settings, ...own } };
}
