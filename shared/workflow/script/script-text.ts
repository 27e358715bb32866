/** A text between quotes, as a script has it; what can be wrong with one is a JavaScript-like escape that there is none of. */
export type ReadLiteral =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly at: number; readonly message: string };

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '"': '"', '\\': '\\', '/': '/' };

/** Of the whole literal with its quotes: `"…"` with `\n`, `\"` or `""` inside, or lines between `"""` and `"""`. */
export function readLiteral(image: string): ReadLiteral {
  if (image.startsWith('"""') && /[\r\n]/.test(image)) return { ok: true, value: readBlock(image) };
  let value = '';
  for (let at = 1; at < image.length - 1; at++) {
    const char = image.charAt(at);
    if (char === '"') {
      value += '"';
      at++;
    } else if (char !== '\\') value += char;
    else {
      const next = image.charAt(++at);
      const code = next === 'u' ? /^[\da-fA-F]{4}/.exec(image.slice(at + 1))?.[0] : undefined;
      if (code !== undefined) {
        value += String.fromCharCode(Number.parseInt(code, 16));
        at += 4;
      } else if (Object.hasOwn(ESCAPES, next)) value += ESCAPES[next];
      else return { ok: false, at: at - 1, message: `\\${next} means nothing in a text: write \\\\ for a backslash` };
    }
  }
  return { ok: true, value };
}

/** How the text is written where a line begins with `indent`. */
export function writeLiteral(text: string, indent: string): string {
  if (!isBlock(text)) return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
  const lines = text.split('\n').map((line) => (line === '' ? '' : indent + line));
  return `"""\n${lines.join('\n')}\n${indent}"""`;
}

/** Several lines that need no escapes. */
function isBlock(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these would not come back.
  return text.includes('\n') && !text.includes('"""') && !/[\u0000-\u0008\u000b-\u001f\u2028\u2029\ud800-\udfff]/.test(withoutPairs(text));
}

function withoutPairs(text: string): string {
  return text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, '');
}

/** The lines between the marks, without the indent of the mark that ends them. */
function readBlock(image: string): string {
  const lines = image.split(/\r?\n/).slice(1);
  const indent = /^[ \t]*/.exec(lines.at(-1) ?? '')?.[0] ?? '';
  return lines
    .slice(0, -1)
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()))
    .join('\n');
}
