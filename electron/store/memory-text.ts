import type { Json } from '../../shared/lib/json.ts';

/** Of the text of one value, the search knows so much. */
const MOST_LETTERS = 200_000;
const MOST_WORDS = 16;
const WORD = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;

/** The words of a value that people may look for: its texts, numbers and the names of its fields. */
export function textOfValue(value: Json): string {
  const parts: string[] = [];
  const waiting: Json[] = [value];
  let letters = 0;
  while (waiting.length > 0 && letters < MOST_LETTERS) {
    const one = waiting.pop() ?? null;
    if (Array.isArray(one)) waiting.push(...one.toReversed());
    else if (typeof one === 'object' && one !== null) {
      for (const [name, member] of Object.entries(one).toReversed()) waiting.push(member, name);
    } else if (one !== null) {
      const text = String(one);
      parts.push(text);
      letters += text.length + 1;
    }
  }
  return parts.join(' ').slice(0, MOST_LETTERS);
}

/** What FTS5 is asked: each word of the text as the beginning of one. Undefined when the text has no word; signs never reach its syntax. */
export function matchAllWords(text: string): string | undefined {
  const words = text.match(WORD) ?? [];
  if (words.length === 0) return undefined;
  return words
    .slice(0, MOST_WORDS)
    .map((word) => `"${word.slice(0, 100)}"*`)
    .join(' AND ');
}
