import { isJsonObject, type Json } from '../../shared/lib/json.ts';
import { MASK } from '../../shared/secrets/secret-input.ts';
import { type NeedleSearch, type Search, type Span, searchFor } from './needle-search.ts';
import { needlesOf } from './needles.ts';

/** Takes values out of texts. As long as it knows none, everything comes back as it was given. */
export interface Masks {
  text(text: string): string;
  /** Of a value that is JSON: texts, names of fields, and numbers that are a value. */
  json<T>(value: T): T;
  /** For text that comes in pieces: what may be the beginning of a value is held back until more comes. */
  stream(): { add(text: string): string; end(): string };
  /** One more value to take out, until the process ends. */
  learn(value: string): void;
  isIn(text: string): boolean;
}

/** A text that ends in the first part of a value, after that many characters, was cut there. */
const CUT_CHARACTERS = 500;
const SHORTEST = 4;

/** `load` gives the values that are known from the start; it is asked when the first text is to be masked. */
export function createMasks(load: () => readonly string[]): Masks {
  const values = new Set<string>();
  let search: NeedleSearch | undefined;
  let isLoaded = false;
  let isChanged = false;

  function learn(value: string): void {
    if (value.length < SHORTEST || values.has(value)) return;
    values.add(value);
    isChanged = true;
  }

  function current(): NeedleSearch | undefined {
    if (!isLoaded) {
      isLoaded = true;
      for (const value of load()) learn(value);
    }
    if (isChanged) {
      search = searchBoth([...values]);
      isChanged = false;
    }
    return search;
  }

  function maskText(text: string): string {
    const found = current()?.(text);
    if (found === undefined) return text;
    const isCut = text.length >= CUT_CHARACTERS && found.tellsMuch;
    return replaceSpans(text, isCut ? [...found.spans, { start: found.openFrom, end: text.length }] : found.spans);
  }

  function maskJson(value: Json): Json {
    if (typeof value === 'string') return maskText(value);
    if (typeof value === 'number') return values.has(String(value)) ? MASK : value;
    if (Array.isArray(value)) return value.map(maskJson);
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [maskText(name), maskJson(each)]));
  }

  return {
    text: maskText,
    // Its shape stays: only texts change, and a number that is a value itself.
    json: <T>(value: T): T => (current() === undefined ? value : (maskJson(value as Json) as T)),
    stream: () => createStream(current),
    learn,
    isIn: (text) => (current()?.(text).spans.length ?? 0) > 0,
  };
}

function createStream(current: () => NeedleSearch | undefined): { add(text: string): string; end(): string } {
  let held = '';
  /** So many characters at the head of `held` have been told as masked. */
  let told = 0;

  return {
    add(text) {
      const search = current();
      if (search === undefined) return text;
      const all = held + text;
      const { spans, openFrom } = search(all);
      const masked = mergeSpans(told > 0 ? [{ start: 0, end: told }, ...spans] : spans);
      const out = replaceSpans(all.slice(0, openFrom), cutSpans(masked, openFrom), told > 0);
      const over = masked.find(({ start, end }) => start < openFrom && end > openFrom);
      // Where nothing has gone out, what was told of the head still is.
      told = over === undefined ? (openFrom === 0 ? told : 0) : over.end - openFrom;
      held = all.slice(openFrom);
      return out;
    },
    end() {
      const search = current();
      const all = held;
      if (search === undefined || all === '') return all;
      const { spans, openFrom, tellsMuch } = search(all);
      const cut = tellsMuch ? [{ start: openFrom, end: all.length }] : [];
      const out = replaceSpans(all, mergeSpans([...(told > 0 ? [{ start: 0, end: told }] : []), ...spans, ...cut]), told > 0);
      held = '';
      told = 0;
      return out;
    },
  };
}

function searchBoth(values: readonly string[]): NeedleSearch {
  const all = values.map(needlesOf);
  const plain = searchFor(
    all.flatMap((needles) => needles.plain),
    { skipsLineBreaks: false },
  );
  const wrapped = searchFor(
    all.flatMap((needles) => needles.wrapped),
    { skipsLineBreaks: true },
  );
  return (text): Search => {
    const a = plain(text);
    const b = wrapped(text);
    return {
      spans: [...a.spans, ...b.spans],
      openFrom: Math.min(a.openFrom, b.openFrom),
      tellsMuch: a.tellsMuch || b.tellsMuch,
    };
  };
}

/** In order, without overlaps; those that touch become one. */
function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last === undefined || span.start > last.end) merged.push(span);
    else merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
  }
  return merged;
}

function cutSpans(spans: readonly Span[], end: number): Span[] {
  return spans.filter((span) => span.start < end).map((span) => ({ start: span.start, end: Math.min(span.end, end) }));
}

/** `isHeadTold`: a span at the head has been replaced already. */
function replaceSpans(text: string, spans: readonly Span[], isHeadTold = false): string {
  if (spans.length === 0) return text;
  let out = '';
  let at = 0;
  for (const { start, end } of mergeSpans(spans)) {
    out += text.slice(at, start);
    if (!(isHeadTold && start === 0)) out += MASK;
    at = end;
  }
  return out + text.slice(at);
}
