import { Composer, type CST, type Document, Lexer, LineCounter, Parser } from 'yaml';
import { formatPath } from './expression/path.ts';
import type { JsonPath } from './json-path.ts';
import type { Problem } from './problem.ts';
import { locateNode, type NodeSide, type NodeTree, rangeOfNode } from './yaml-position.ts';
import { readValue } from './yaml-value.ts';

const MAX_BYTES = 2_000_000;
/** Lists and maps inside each other. Beyond it nothing is meant for people, and recursion over the tree becomes unsafe. */
export const MAX_NESTING = 100;
/** Bounds the time that a text within the size limit can take: 10,000 steps stay far below. */
const MAX_LEXEMES = 750_000;
const MAX_REPORTED_ERRORS = 20;

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A parsed text that still knows where everything stands. */
export interface ParsedText {
  readonly format: 'yaml' | 'json' | 'script';
  readonly value: unknown;
  /**
   * Where the value at `path` stands, or the nearest parent that exists. `key` points at the key instead.
   * `offset` counts characters into a text value, and is followed only where the text is written without escapes or folding.
   */
  locate(path: JsonPath, side?: NodeSide, offset?: number): Position;
  /** Where the value at `path` begins and ends, in characters; undefined when there is none. */
  range(path: JsonPath): { readonly from: number; readonly to: number } | undefined;
}

/** A text of YAML or JSON, which can be edited where it stands. */
export interface SourceDocument extends ParsedText {
  readonly format: 'yaml' | 'json';
  readonly yaml: Document.Parsed;
  readonly tree: NodeTree;
}

export interface ParsedScript extends ParsedText {
  readonly format: 'script';
}

export type ParseResult = { readonly ok: true; readonly source: SourceDocument } | { readonly ok: false; readonly problems: Problem[] };

/**
 * Reads YAML 1.2 or JSON. Refused before any structure is built: more than 2 MB, nesting beyond 100, several documents.
 * Refused after: syntax errors, duplicate keys, tags of one's own, aliases that multiply the text.
 */
export function parseYaml(text: string): ParseResult {
  if (isOversized(text)) return refuse('TOO_LARGE', 'The document is larger than 2 MB', { line: 1, column: 1 });
  const lines = new LineCounter();
  const positionOf = (offset: number): Position => {
    const { line, col } = lines.linePos(Math.max(0, Math.min(offset, text.length)));
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };

  const read = readTokens(text, lines);
  if (!read.ok) return refuse(read.code, read.message, positionOf(read.offset));

  // Duplicate keys are found by readValue: the composer's own check is quadratic in the size of a map.
  const composer = new Composer({ uniqueKeys: false, stringKeys: true, keepSourceTokens: true, resolveKnownTags: false });
  const [yaml] = composer.compose(read.tokens, true, text.length);
  if (yaml === undefined) throw new Error('The YAML composer gave no document although it was told to');
  if (yaml.errors.length > 0) {
    return {
      ok: false,
      problems: yaml.errors
        .slice(0, MAX_REPORTED_ERRORS)
        .map((error) => ({ code: 'YAML_SYNTAX', message: error.message, severity: 'error', ...positionOf(error.pos[0]) })),
    };
  }

  const { value, targets, faults } = readValue(yaml.contents, MAX_NESTING);
  if (faults.length > 0) {
    return {
      ok: false,
      problems: faults.map(({ code, message, offset, path }) => ({
        code,
        message,
        severity: 'error',
        ...(path.length === 0 ? {} : { path: formatPath(path) }),
        ...positionOf(offset),
      })),
    };
  }
  const format = isJson(text) ? 'json' : 'yaml';
  const tree: NodeTree = { root: yaml.contents, targets, text };
  const locate = (path: JsonPath, side: NodeSide = 'value', offset = 0) => positionOf(locateNode(tree, path, side, offset));
  return { ok: true, source: { format, value, yaml, tree, locate, range: (path) => rangeOfNode(tree, path) } };
}

/** JSON is what a JSON parser takes and holds a whole object or list; everything else is YAML. */
function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

type Tokens =
  | { readonly ok: true; readonly tokens: CST.Token[] }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly offset: number };

function readTokens(text: string, lines: LineCounter): Tokens {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  let documents = 0;
  let lexemes = 0;
  const refuseHere = (code: string, message: string): Tokens => ({ ok: false, code, message, offset: parser.offset });
  const take = (batch: Iterable<CST.Token>): boolean => {
    for (const token of batch) {
      tokens.push(token);
      if (token.type === 'document') documents++;
    }
    return documents <= 1;
  };
  const several = 'The text holds several documents; a workflow is one. Split it at the line ---';
  for (const lexeme of new Lexer().lex(text)) {
    if (!take(parser.next(lexeme))) return refuseHere('MULTIPLE_DOCUMENTS', several);
    // The stack holds the document and a scalar besides the open lists and maps.
    if (parser.stack.length > MAX_NESTING + 2) return refuseHere('TOO_DEEP', `Lists and maps are nested more than ${MAX_NESTING} deep`);
    if (++lexemes > MAX_LEXEMES) return refuseHere('TOO_LARGE', 'The document has too many parts to be a workflow');
  }
  return take(parser.end()) ? { ok: true, tokens } : refuseHere('MULTIPLE_DOCUMENTS', several);
}

/** Counts UTF-8 bytes only when the number of characters does not already decide. */
export function isOversized(text: string): boolean {
  if (text.length > MAX_BYTES) return true;
  if (text.length * 3 <= MAX_BYTES) return false;
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // Each half of a surrogate pair is two of the pair's four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
  }
  return bytes > MAX_BYTES;
}

function refuse(code: string, message: string, position: Position): ParseResult {
  return { ok: false, problems: [{ code, message, severity: 'error', ...position }] };
}
