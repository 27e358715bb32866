import { isJsonObject } from '../../lib/json.ts';
import type { JsonPath } from '../json-path.ts';
import type { Origins, Raw } from './dialect.ts';

const STRATEGY_KEYS: ReadonlySet<string> = new Set(['strategy', 'onError', 'continueOnError']);
const CONTINUING: ReadonlySet<unknown> = new Set(['continue', 'skip', 'ignore', true]);
const STOPPING: ReadonlySet<unknown> = new Set(['stop', 'fail', 'abort', 'fallback', false]);
/** What a strategy `retry` without a number means. */
const DEFAULT_RETRIES = 3;
const RETRY_KEYS: Readonly<Record<string, string>> = {
  maxRetries: 'maxRetries',
  retryCount: 'maxRetries',
  retries: 'maxRetries',
  retryDelay: 'delay',
  retryDelayMs: 'delay',
  delay: 'delay',
  backoff: 'backoff',
  backoffMultiplier: 'backoff',
  retryBackoffMultiplier: 'backoff',
  retryableErrors: 'on',
};

/** A step's `errorHandling` as our keys: going on makes it optional, its counts make `retry`. A fall-back step becomes an edge (`connections.ts`). */
export function liftStepErrors(
  step: Raw,
  place: { readonly canonical: JsonPath; readonly source: JsonPath; readonly origins: Origins },
): Raw {
  const { errorHandling } = step;
  if (errorHandling === undefined) return {};
  if (!isJsonObject(errorHandling)) return { errorHandling };
  const source = [...place.source, 'errorHandling'];
  const { isContinuing, retry, rest } = readErrorHandling(errorHandling, { ...place, source });
  const { fallbackStepId: _, ...unknown } = rest;
  return {
    ...(isContinuing ? { optional: true } : {}),
    ...(retry === undefined ? {} : { retry }),
    ...(Object.keys(unknown).length === 0 ? {} : { errorHandling: unknown }),
  };
}

/** The document's `errorHandling` as settings. */
export function liftDocumentErrors(document: Raw, origins: Origins): Raw {
  const { errorHandling, settings, ...rest } = document;
  if (!isJsonObject(errorHandling)) return document;
  const place = { canonical: ['settings'], source: ['errorHandling'], origins };
  const { isContinuing, retry, rest: unknown } = readErrorHandling(errorHandling, place);
  if (isContinuing) origins.note(['settings', 'continueOnError'], ['errorHandling']);
  const lifted = {
    ...(isContinuing ? { continueOnError: true } : {}),
    ...(retry === undefined ? {} : { retry }),
    ...(isJsonObject(settings) ? settings : {}),
  };
  return { ...rest, settings: lifted, ...(Object.keys(unknown).length === 0 ? {} : { errorHandling: unknown }) };
}

function readErrorHandling(
  errorHandling: Raw,
  place: { readonly canonical: JsonPath; readonly source: JsonPath; readonly origins: Origins },
): { isContinuing: boolean; retry: Raw | undefined; rest: Raw } {
  let isContinuing = false;
  const retry: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(errorHandling)) {
    const ours = Object.hasOwn(RETRY_KEYS, key) ? RETRY_KEYS[key] : undefined;
    if (ours !== undefined) {
      retry[ours] = value;
      place.origins.note([...place.canonical, 'retry', ours], [...place.source, key]);
    } else if (CONTINUING.has(value) && STRATEGY_KEYS.has(key)) isContinuing = true;
    else if (value === 'retry' && STRATEGY_KEYS.has(key)) retry['maxRetries'] ??= DEFAULT_RETRIES;
    else if (!STOPPING.has(value) || !STRATEGY_KEYS.has(key)) rest[key] = value;
  }
  const hasRetry = Object.keys(retry).length > 0;
  if (hasRetry) place.origins.note([...place.canonical, 'retry'], place.source);
  return { isContinuing, retry: hasRetry ? retry : undefined, rest };
}
