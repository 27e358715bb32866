import { ActionError } from '../lib/action-error.ts';
import { formatBytes } from '../lib/byte-text.ts';
import type { Json } from '../lib/json.ts';

/** Of one value, as JSON in UTF-8. */
export const LARGEST_MEMORY_BYTES = 1024 * 1024;

/** Throws ActionError `MEMORY_TOO_LARGE`. */
export function requireMemorySize(agent: string, key: string, value: Json): void {
  const bytes = utf8Length(JSON.stringify(value));
  if (bytes <= LARGEST_MEMORY_BYTES) return;
  throw new ActionError(
    'MEMORY_TOO_LARGE',
    `${key} of ${agent} cannot be remembered: it has ${formatBytes(bytes)}, and one value may have ${formatBytes(LARGEST_MEMORY_BYTES)}`,
    { hint: 'Keep the data in a file and remember its path, or a summary of it.' },
  );
}

function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x7ff) bytes += 2;
    else if (code > 0x7f) bytes++;
    // Two units of a pair stand for four bytes.
    if (code >= 0xd800 && code <= 0xdfff) bytes--;
  }
  return bytes;
}
