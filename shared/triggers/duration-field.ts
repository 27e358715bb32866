import { z } from 'zod';
import { parseDuration } from '../lib/duration.ts';

/** A duration as people write it (`500ms`, `1h30m`, a bare number of milliseconds), parsed to milliseconds. */
export function durationField() {
  return z.union([z.string(), z.number()]).transform((value, context) => {
    const ms = parseDuration(value);
    if (ms !== undefined) return ms;
    context.addIssue({ code: 'custom', message: 'is not a duration; write 500ms, 30s, 5m, 2h, 1d or 1h30m' });
    return z.NEVER;
  });
}
