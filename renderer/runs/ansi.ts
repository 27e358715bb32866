/** A stretch of text in one style. */
export interface AnsiSpan {
  readonly text: string;
  readonly style: AnsiStyle;
}

export interface AnsiStyle {
  /** A name of the palette, or red, green and blue. */
  readonly color?: string;
  readonly background?: string;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly inverse?: boolean;
}

const plain: AnsiStyle = {};
const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

// Every escape sequence there is: CSI, OSC and its kin up to their end, and those of two letters; and single control letters.
const escapes =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  /\u001b\[([0-?]*)([ -/]*)([@-~])|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\|$)|\u009b[0-?]*[ -/]*[@-~]|\u001b[ -/]*[0-~]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/**
 * What a program has printed as text in styles. Colours are told; every other escape sequence (links, titles, moves of the cursor, answers)
 * is dropped, so that nothing printed can do anything. `style` is how the text before ended; what comes back ends in the last span's.
 */
export function parseAnsi(text: string, style: AnsiStyle = plain): { spans: AnsiSpan[]; style: AnsiStyle } {
  const spans: AnsiSpan[] = [];
  let now = style;
  let at = 0;
  const add = (piece: string): void => {
    if (piece !== '') spans.push({ text: piece, style: now });
  };
  for (const match of text.matchAll(escapes)) {
    add(text.slice(at, match.index));
    at = match.index + match[0].length;
    if (match[3] === 'm' && match[2] === '') now = restyle(now, match[1] ?? '');
  }
  add(text.slice(at));
  return { spans, style: now };
}

/** Without any escape sequence. */
export function stripAnsi(text: string): string {
  return text.replaceAll(escapes, '');
}

function restyle(style: AnsiStyle, codes: string): AnsiStyle {
  const numbers = codes.split(/[;:]/).map((code) => (code === '' ? 0 : Number(code)));
  let next = style;
  for (let index = 0; index < numbers.length; index++) {
    const code = numbers[index] ?? 0;
    if (code === 38 || code === 48) {
      const { color, used } = extendedColor(numbers.slice(index + 1));
      index += used;
      if (color !== undefined) next = { ...next, [code === 38 ? 'color' : 'background']: color };
    } else next = applyCode(next, code);
  }
  return next;
}

function applyCode(style: AnsiStyle, code: number): AnsiStyle {
  if (code === 0) return plain;
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 3) return { ...style, italic: true };
  if (code === 4) return { ...style, underline: true };
  if (code === 7) return { ...style, inverse: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code === 23) return { ...style, italic: false };
  if (code === 24) return { ...style, underline: false };
  if (code === 27) return { ...style, inverse: false };
  if (code === 39) return without(style, 'color');
  if (code === 49) return without(style, 'background');
  const color = names[code % 10];
  if (color === undefined) return style;
  if (code >= 30 && code <= 37) return { ...style, color };
  if (code >= 40 && code <= 47) return { ...style, background: color };
  if (code >= 90 && code <= 97) return { ...style, color: `bright-${color}` };
  return code >= 100 && code <= 107 ? { ...style, background: `bright-${color}` } : style;
}

function without(style: AnsiStyle, key: 'color' | 'background'): AnsiStyle {
  const { [key]: _, ...rest } = style;
  return rest;
}

/** `5;n` of the 256 colours, `2;r;g;b` of all. Says how many numbers it has used. */
function extendedColor([kind, ...rest]: readonly number[]): { color: string | undefined; used: number } {
  if (kind === 5) return { color: indexed(rest[0]), used: 2 };
  if (kind !== 2) return { color: undefined, used: 1 };
  const [red, green, blue] = rest;
  const isColor = [red, green, blue].every((one) => one !== undefined && one >= 0 && one <= 255);
  return { color: isColor ? `rgb(${red} ${green} ${blue})` : undefined, used: 4 };
}

function indexed(index: number | undefined): string | undefined {
  if (index === undefined || !Number.isInteger(index) || index < 0 || index > 255) return undefined;
  if (index < 16) return `${index >= 8 ? 'bright-' : ''}${names[index % 8]}`;
  if (index >= 232) {
    const level = 8 + (index - 232) * 10;
    return `rgb(${level} ${level} ${level})`;
  }
  const cube = index - 16;
  const part = (divisor: number): number => {
    const level = Math.floor(cube / divisor) % 6;
    return level === 0 ? 0 : 55 + level * 40;
  };
  return `rgb(${part(36)} ${part(6)} ${part(1)})`;
}
