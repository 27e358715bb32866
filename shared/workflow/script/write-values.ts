import { isJsonObject } from '../../lib/json.ts';
import { keywords } from './keywords.ts';
import { writeLiteral } from './script-text.ts';

const RESERVED: ReadonlySet<string> = new Set([...keywords, 'REM', 'TRUE', 'FALSE', 'NULL', 'true', 'false', 'null']);
const NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const BARE = /^\{\{ ([A-Za-z_][\w-]*(?:\.[A-Za-z_$][\w$-]*|\[\d+\])*) \}\}$/;
/** A value that would make its line longer stands over several. */
const MAX_WIDTH = 90;

/** Whether a name needs no quotes. */
export function isPlainName(name: string): boolean {
  return NAME.test(name) && !RESERVED.has(name);
}

export function writeName(name: string): string {
  return isPlainName(name) ? name : JSON.stringify(name);
}

/** A JSON value as a script has it; `indent` is that of the line it stands in. */
export function writeValue(value: unknown, indent: string): string {
  if (typeof value === 'string') return writeText(value, indent);
  if (Array.isArray(value))
    return writeItems(
      '[',
      ']',
      value.map((item) => (inner: string) => writeValue(item, inner)),
      indent,
    );
  if (isJsonObject(value)) {
    const pairs = Object.entries(value).map(
      ([key, item]) =>
        (inner: string) =>
          `${writeName(key)}: ${writeValue(item, inner)}`,
    );
    return writeItems('{', '}', pairs, indent);
  }
  return JSON.stringify(value) ?? 'null';
}

/** A text; one that is nothing but a placeholder with a path is written as that path. */
export function writeText(text: string, indent: string): string {
  const path = BARE.exec(text)?.[1];
  const isBare = path !== undefined && !RESERVED.has(path) && (path.includes('.') || path.includes('[') || NAME.test(path));
  return isBare ? path : writeLiteral(text, `${indent}  `);
}

/** `name = value` for each, on one line where they fit behind `head`, else one to a line. */
export function writePairs(head: string, values: Readonly<Record<string, unknown>>, indent: string): string {
  const pairs = (inner: string) => Object.entries(values).map(([key, value]) => `${writeName(key)} = ${writeValue(value, inner)}`);
  const flat = `${head} ${pairs(indent).join(', ')}`;
  if (!flat.includes('\n') && indent.length + flat.length <= MAX_WIDTH + 20) return flat;
  const inner = `${indent}    `;
  return `${head}\n${pairs(inner)
    .map((pair) => inner + pair)
    .join(',\n')}`;
}

function writeItems(open: string, close: string, items: readonly ((indent: string) => string)[], indent: string): string {
  const flat =
    open +
    (open === '{' && items.length > 0 ? ' ' : '') +
    items.map((item) => item(indent)).join(', ') +
    (open === '{' && items.length > 0 ? ' ' : '') +
    close;
  if (!flat.includes('\n') && flat.length <= MAX_WIDTH) return flat;
  const inner = `${indent}  `;
  return `${open}\n${items.map((item) => inner + item(inner)).join(',\n')}\n${indent}${close}`;
}
