import { randomBytes } from 'node:crypto';
import { isJsonObject, type Json } from '../../../shared/lib/json.ts';
import { type SecretInput, showSecretInput } from '../../../shared/secrets/secret-input.ts';

/** Where a secret stood in a value, so that it can be put there again: the text at `path`, `offset` characters into it. */
export interface SecretSpot {
  readonly path: readonly (string | number)[];
  readonly offset: number;
  readonly secret: SecretInput;
}

/**
 * Texts that stand for secrets while a step is prepared: rendering, sandbox and schemas only ever see these. Nobody outside of the process can
 * write one, so that no data can name a secret.
 */
export interface SecretMarks {
  of(secret: SecretInput): string;
  /** The text is exactly one mark. */
  read(text: unknown): SecretInput | undefined;
  isIn(text: string): boolean;
  /** The secrets that a value holds, each once. */
  find(value: Json): readonly SecretInput[];
  /** Each mark as what `fill` gives for it. */
  fill(value: Json, fill: (secret: SecretInput) => string): Json;
  /** As it is shown and stored. */
  show(value: Json): { readonly value: Json; readonly spots: readonly SecretSpot[] };
  /** How many have been made: while it stays the same, nothing new can hold one. */
  readonly made: number;
}

const OPEN = '\uE000';
const CLOSE = '\uE001';

export function createMarks(): SecretMarks {
  const head = `${OPEN}${randomBytes(16).toString('hex')}:`;
  const pattern = new RegExp(`${head}([sv]):([^${CLOSE}]*)${CLOSE}`, 'g');
  let made = 0;

  function toSecret(kind: string | undefined, text: string | undefined): SecretInput {
    return kind === 's' ? { $secret: text ?? '' } : { $sealed: text ?? '' };
  }

  function replace(text: string, fill: (secret: SecretInput, offset: number) => string): string {
    if (!text.includes(head)) return text;
    let moved = 0;
    return text.replaceAll(pattern, (mark: string, kind: string, name: string, offset: number) => {
      const filled = fill(toSecret(kind, name), offset + moved);
      moved += filled.length - mark.length;
      return filled;
    });
  }

  function walk(
    value: Json,
    path: readonly (string | number)[],
    onText: (text: string, path: readonly (string | number)[]) => string,
  ): Json {
    if (typeof value === 'string') return onText(value, path);
    if (Array.isArray(value)) return value.map((each: Json, index) => walk(each, [...path, index], onText));
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, walk(each, [...path, key], onText)]));
  }

  return {
    get made() {
      return made;
    },
    of(secret) {
      made++;
      return '$secret' in secret ? `${head}s:${secret.$secret}${CLOSE}` : `${head}v:${secret.$sealed}${CLOSE}`;
    },
    read(text) {
      if (typeof text !== 'string' || !text.startsWith(head)) return undefined;
      const [match] = text.matchAll(pattern);
      return match?.[0] === text ? toSecret(match[1], match[2]) : undefined;
    },
    isIn: (text) => text.includes(head),
    find(value) {
      if (made === 0) return [];
      const found = new Map<string, SecretInput>();
      walk(value, [], (text) =>
        replace(text, (secret) => {
          found.set(JSON.stringify(secret), secret);
          return '';
        }),
      );
      return [...found.values()];
    },
    fill: (value, fill) => walk(value, [], (text) => replace(text, fill)),
    show(value) {
      const spots: SecretSpot[] = [];
      const shown = walk(value, [], (text, path) =>
        replace(text, (secret, offset) => {
          spots.push({ path, offset, secret });
          return showSecretInput(secret);
        }),
      );
      return { value: shown, spots };
    },
  };
}

/** The value with marks where secrets stood. Throws when something else stands there now. */
export function restoreMarks(marks: SecretMarks, value: Json, spots: readonly SecretSpot[]): Json {
  // From behind, so that the offsets before stay true.
  return spots.toReversed().reduce((restored, { path, offset, secret }) => {
    const shown = showSecretInput(secret);
    return changeText(restored, path, (text) => {
      if (!text.startsWith(shown, offset)) throw new Error('The parameters of the step were changed');
      return text.slice(0, offset) + marks.of(secret) + text.slice(offset + shown.length);
    });
  }, value);
}

function changeText(value: Json, path: readonly (string | number)[], change: (text: string) => string): Json {
  const [key, ...rest] = path;
  if (key === undefined) return typeof value === 'string' ? change(value) : value;
  if (Array.isArray(value)) return value.map((each: Json, index) => (index === key ? changeText(each, rest, change) : each));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, name === key ? changeText(each, rest, change) : each]));
}
