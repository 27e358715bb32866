/** Where a person is writing a name: what completion replaces, and by what it filters. */
export interface NameAt {
  readonly from: number;
  readonly to: number;
  /** The path as far as it is written before the caret. */
  readonly query: string;
}

/** A path, or its beginning, at the end of a text. */
const pathAtEnd = /[\p{ID_Start}_$][\p{ID_Continue}$-]*(?:\.[\p{ID_Continue}$-]*|\[\d+\]|\[(?:"[^"]*"|'[^']*')\])*$/u;

/** The path that the caret stands in or behind; undefined outside of a placeholder, or in a text inside of one. */
export function nameAt(text: string, caret: number, isBare: boolean): NameAt | undefined {
  const begin = isBare ? 0 : openBefore(text, caret);
  const written = text.slice(begin, caret);
  if (begin === undefined || isInString(written)) return undefined;
  const from = caret - (pathAtEnd.exec(written)?.[0].length ?? 0);
  let to = caret;
  while (to < text.length && /[\p{ID_Continue}$-]/u.test(text[to] ?? '')) to++;
  return { from, to, query: text.slice(from, caret) };
}

/** The text with the path in place of the name, and where the caret goes. A placeholder that is not closed is closed. */
export function completeName(text: string, at: NameAt, path: string, isBare: boolean): { readonly text: string; readonly caret: number } {
  const before = text.slice(0, at.from);
  const after = text.slice(at.to);
  if (isBare) return { text: before + path + after, caret: at.from + path.length };
  const lead = before.endsWith('{{') ? ' ' : '';
  const closes = /^\s*\}\}/.test(after) || closesLater(after);
  const tail = closes ? (after.startsWith('}}') ? ' ' : '') : ' }}';
  const written = before + lead + path;
  return { text: written + tail + after, caret: written.length + (closes ? 0 : tail.length) };
}

/** The text with the path put in at the caret, as a placeholder unless the caret stands in one. */
export function insertPath(
  text: string,
  range: { readonly from: number; readonly to: number },
  path: string,
  isBare: boolean,
): { readonly text: string; readonly caret: number } {
  const isInside = isBare || openBefore(text, range.from) !== undefined;
  const put = isInside ? path : `{{ ${path} }}`;
  return { text: text.slice(0, range.from) + put + text.slice(range.to), caret: range.from + put.length };
}

/** Where the placeholder around the caret begins, after its braces. */
function openBefore(text: string, caret: number): number | undefined {
  const open = text.lastIndexOf('{{', caret - 2);
  if (open < 0 || open + 2 > caret || text[open - 1] === '\\') return undefined;
  const close = text.indexOf('}}', open + 2);
  return close >= 0 && close + 1 < caret ? undefined : open + 2;
}

function closesLater(after: string): boolean {
  const close = after.indexOf('}}');
  const open = after.indexOf('{{');
  return close >= 0 && (open < 0 || close < open);
}

function isInString(text: string): boolean {
  let quote = '';
  for (let index = 0; index < text.length; index++) {
    const letter = text[index] ?? '';
    if (letter === '\\') index++;
    else if (quote === '' && (letter === '"' || letter === "'" || letter === '`')) quote = letter;
    else if (letter === quote) quote = '';
  }
  return quote !== '';
}
