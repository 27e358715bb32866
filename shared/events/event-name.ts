import { z } from 'zod';

const SEGMENT = '[A-Za-z0-9_-]+';
const NAME = new RegExp(`^${SEGMENT}(?:[.:/]${SEGMENT})*$`);
const PATTERN = /^[A-Za-z0-9_*.:/-]+$/;

/** What an event is called: words with dots between them, `order.created`. */
export const eventNameSchema = z
  .string()
  .max(200)
  .regex(NAME, 'must be words of letters, digits, _ and -, with dots between them: order.created')
  .describe('What the event is called: order.created');

export const eventPatternSchema = z
  .string()
  .max(200)
  .regex(PATTERN, 'must be the name of an event, in which * stands for any word and ** for any words: order.*')
  .describe('The name of the event; * stands for any one word, ** for any words: order.*');

export function isEventName(text: string): boolean {
  return text.length <= 200 && NAME.test(text);
}

/** `*` stands for one word, `**` for any number of them; a lone `*` fits every name. */
export function matchesEventName(pattern: string, name: string): boolean {
  if (pattern === '*' || pattern === '**' || pattern === name) return true;
  if (!pattern.includes('*')) return false;
  return matchWords(pattern.split(/[.:/]/), name.split(/[.:/]/));
}

/** In time that grows with the product of both lengths: a pattern of many `**` must not explode. */
function matchWords(pattern: readonly string[], words: readonly string[]): boolean {
  let reached = new Set([0]);
  for (const part of pattern) {
    const next = new Set<number>();
    for (const at of reached) {
      if (part === '**') for (let to = at; to <= words.length; to++) next.add(to);
      else if (at < words.length && matchWord(part, words[at] ?? '')) next.add(at + 1);
    }
    reached = next;
  }
  return reached.has(words.length);
}

function matchWord(part: string, word: string): boolean {
  const [head = '', ...rest] = part.split('*');
  if (rest.length === 0) return part === word;
  if (!word.startsWith(head)) return false;
  let at = head.length;
  const tail = rest.pop() ?? '';
  for (const piece of rest) {
    const found = word.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return word.length - tail.length >= at && word.endsWith(tail);
}
