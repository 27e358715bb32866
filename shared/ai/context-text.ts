import { isJsonObject, type Json } from '../lib/json.ts';
import { estimateTokens } from './estimate-tokens.ts';

/** One thing that goes with a prompt. */
export interface ContextPart {
  readonly title: string;
  readonly value: Json;
}

/** Each text, and each list, is cut to so much until everything fits. */
const TEXT_CHARACTERS = [20_000, 8000, 3000, 1000, 300, 100, 30] as const;

/** Parts as one text of at most about `maxTokens`. What is cut says so where it was cut; `trimmed` names the parts that were. */
export function contextText(
  parts: readonly ContextPart[],
  maxTokens: number,
): { readonly text: string; readonly trimmed: readonly string[] } {
  const whole = parts.map((part) => write(part, part.value));
  if (tokensOf(whole) <= maxTokens) return { text: whole.join('\n\n'), trimmed: [] };
  for (const characters of TEXT_CHARACTERS) {
    const cut = parts.map((part) => write(part, trim(part.value, characters)));
    if (tokensOf(cut) <= maxTokens) return { text: cut.join('\n\n'), trimmed: titlesOfCut(parts, whole, cut) };
  }
  const share = Math.max(20, Math.floor((maxTokens * 3) / Math.max(1, parts.length)));
  const cut = whole.map((text) => cutText(text, share));
  return { text: cut.join('\n\n'), trimmed: titlesOfCut(parts, whole, cut) };
}

function tokensOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + estimateTokens(text) + 1, 0);
}

function titlesOfCut(parts: readonly ContextPart[], whole: readonly string[], cut: readonly string[]): string[] {
  return parts.filter((_, index) => whole[index] !== cut[index]).map(({ title }) => title);
}

function write({ title }: ContextPart, value: Json): string {
  return `## ${title}\n${typeof value === 'string' ? value : JSON.stringify(value, null, 1)}`;
}

function trim(value: Json, characters: number): Json {
  if (typeof value === 'string') return cutText(value, characters);
  if (Array.isArray(value)) {
    const most = Math.max(3, Math.floor(characters / 20));
    const kept = value.slice(0, most).map((each: Json) => trim(each, characters));
    return value.length > most ? [...kept, `[… ${value.length - most} more items left out]`] : kept;
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, trim(each, characters)]));
}

/** The beginning and the end: what a log or a file is about often stands there. */
export function cutText(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const tail = Math.floor(characters / 3);
  const [head, end] = [text.slice(0, characters - tail), text.slice(text.length - tail)];
  // Half of a character made of two units would be no character.
  const [wholeHead, wholeEnd] = [head.replace(/[\uD800-\uDBFF]$/, ''), end.replace(/^[\uDC00-\uDFFF]/, '')];
  const left = text.length - wholeHead.length - wholeEnd.length;
  return `${wholeHead}\n[… ${left.toLocaleString('en')} characters left out]\n${wholeEnd}`;
}
