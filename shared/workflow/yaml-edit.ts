import { type Document, isAlias, isCollection, isNode, type Node, type ToStringOptions } from 'yaml';
import { diffLines, type LineHunk } from './diff-lines.ts';
import { formatPath } from './expression/path.ts';
import type { JsonPath } from './json-path.ts';
import type { Problem } from './problem.ts';
import { parseYaml, type SourceDocument } from './yaml.ts';

export type YamlEdit =
  | { readonly type: 'set'; readonly path: JsonPath; readonly value: unknown }
  | { readonly type: 'delete'; readonly path: JsonPath };

export type EditResult = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Applies the edits in their order and leaves the rest of the text, comments included, as it was written. Missing parents of a set value are made.
 * Deleting what is not there changes nothing. JSON stays JSON, YAML stays YAML.
 */
export function editYaml(text: string, edits: readonly YamlEdit[]): EditResult {
  let current = text;
  for (const edit of edits) {
    const parsed = parseYaml(current);
    if (!parsed.ok) return parsed;
    const problem = findObstacle(parsed.source, edit.path);
    if (problem !== undefined) return { ok: false, problems: [problem] };
    const written = rewriteYaml(current, parsed.source, (yaml) => apply(yaml, edit));
    if (!written.ok) return written;
    current = written.text;
  }
  return { ok: true, text: current };
}

export type Rewritten =
  | { readonly ok: true; readonly text: string; readonly source: SourceDocument }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * The text after a change of its parsed nodes: lines that the change does not touch stay as they were written. `source` is of `text` and
 * used up: its nodes are changed. The result brings the parsed form of the new text.
 */
export function rewriteYaml(text: string, source: SourceDocument, change: (yaml: Document.Parsed) => void): Rewritten {
  const { yaml, format } = source;
  const style = styleOf(text);
  const before = format === 'json' ? '' : yaml.toString(style);
  change(yaml);
  try {
    const value: unknown = yaml.toJS();
    if (format === 'json') return parsedAs(writeJson(text, value));
    const after = yaml.toString(style);
    const patched = after === before ? text : patchLines(text, before, after);
    const kept = patched === undefined ? undefined : parsedAs(patched);
    // A line of the library's writing that has no line of its own in the text would break the patch.
    return kept?.ok === true && JSON.stringify(kept.source.value) === JSON.stringify(value) ? kept : parsedAs(asInText(after, text));
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const message = 'The change takes away an anchor (&) that an alias (*) elsewhere needs: write the content out where the alias stands';
    return { ok: false, problems: [{ code: 'BEHIND_ALIAS', message, severity: 'error' }] };
  }
}

function parsedAs(text: string): Rewritten {
  const parsed = parseYaml(text);
  return parsed.ok ? { ok: true, text, source: parsed.source } : parsed;
}

function writeJson(text: string, value: unknown): string {
  const indent = /\n([ \t]+)/.exec(text)?.[1] ?? '';
  const ending = /\s*$/.exec(text)?.[0] ?? '';
  return JSON.stringify(value, null, indent) + ending;
}

function apply(yaml: Document.Parsed, edit: YamlEdit): void {
  if (edit.type === 'delete') {
    if (yaml.hasIn(edit.path)) yaml.deleteIn(edit.path);
    return;
  }
  const old = yaml.getIn(edit.path, true);
  yaml.setIn(edit.path, isCollection(old) || isObject(edit.value) ? yaml.createNode(edit.value) : edit.value);
  const now = yaml.getIn(edit.path, true);
  if (isNode(old) && isNode(now) && now !== old) keepComments(old, now);
}

function keepComments(from: Node, to: Node): void {
  if (from.commentBefore) to.commentBefore = from.commentBefore;
  if (from.comment) to.comment = from.comment;
  if (from.spaceBefore) to.spaceBefore = true;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/**
 * The same change on the text as it was written: the lines that differ between the library's two writings are replaced, all others stay.
 * The library lays out white space anew, so that a place is told by the characters before it that are none.
 * Undefined when the writings differ in more than white space.
 */
function patchLines(text: string, before: string, after: string): string | undefined {
  if (solidLength(text) !== solidLength(before)) return undefined;
  const lines = cutLines(text);
  const beforeLines = cutLines(before);
  const afterLines = cutLines(after);
  const lineAt = boundariesOf(lines);
  const solidBefore = [0];
  for (const line of beforeLines) solidBefore.push((solidBefore.at(-1) ?? 0) + solidLength(line));
  const place = (line: number): number | undefined => lineAt.get(solidBefore[line] ?? 0);

  const written: string[] = [];
  let kept = 0;
  for (const hunk of widenHunks(diffLines(beforeLines, afterLines), beforeLines.length, (line) => place(line) !== undefined)) {
    written.push(...lines.slice(kept, place(hunk.from)));
    written.push(asInText(afterLines.slice(hunk.newFrom, hunk.newTo).join(''), text));
    kept = place(hunk.to) ?? lines.length;
  }
  return [...written, ...lines.slice(kept)].join('');
}

/** A place between two lines of the library may lie within a line of the text: then more lines are taken over from the library. */
function widenHunks(hunks: readonly LineHunk[], lineCount: number, isPlace: (line: number) => boolean): LineHunk[] {
  const wide: LineHunk[] = [];
  for (const hunk of hunks) {
    let { from, to, newFrom, newTo } = hunk;
    while (from > 0 && !isPlace(from)) {
      from--;
      newFrom--;
    }
    while (to < lineCount && !isPlace(to)) {
      to++;
      newTo++;
    }
    const last = wide.at(-1);
    if (last === undefined || from > last.to) wide.push({ from, to, newFrom, newTo });
    else
      wide[wide.length - 1] = {
        from: Math.min(last.from, from),
        newFrom: Math.min(last.newFrom, newFrom),
        to: Math.max(last.to, to),
        newTo: Math.max(last.newTo, newTo),
      };
  }
  return wide;
}

/** From the number of solid characters before it to the number of lines before it, for each place between lines. */
function boundariesOf(lines: readonly string[]): Map<number, number> {
  const boundaries = new Map([[0, 0]]);
  let solid = 0;
  for (const [index, line] of lines.entries()) {
    solid += solidLength(line);
    boundaries.set(solid, index + 1);
  }
  return boundaries;
}

function solidLength(text: string): number {
  return text.replace(/\s+/g, '').length;
}

/** Lines with their ends; blank ones belong to the line before them, because the library writes several of them as one. */
function cutLines(text: string): string[] {
  const lines: string[] = [];
  for (const line of text.split(/(?<=\n)/)) {
    const before = line.trim() === '' ? lines.pop() : undefined;
    lines.push((before ?? '') + line);
  }
  return lines;
}

function styleOf(text: string): ToStringOptions {
  return {
    lineWidth: 0,
    indent: /^( +)\S/m.exec(text)?.[1]?.length ?? 2,
    indentSeq: !/^( *)[^\s#-][^\n]*:[ \t]*(?:#[^\n]*)?\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*\1- /m.test(text),
    flowCollectionPadding: isPadded(text),
  };
}

/** `{ a: 1 }` unless the text writes only `{a: 1}`. */
function isPadded(text: string): boolean {
  return !/(?:^|[:,[-] )\{[^\s{}]/m.test(text) || /(?:^|[:,[-] )\{ \S/m.test(text);
}

/** Lines of the library with the line ends and the lists of the text. */
function asInText(lines: string, text: string): string {
  const tight = tightenLists(lines, text);
  return text.includes('\r\n') ? tight.replaceAll('\n', '\r\n') : tight;
}

/** The library pads lists as it pads maps; people write `{ a: 1 }`, but `[a]`. */
function tightenLists(lines: string, text: string): string {
  return /[:,-] \[ \S/.test(text) ? lines : lines.replace(/([:,] )\[ ([^[\]"'#]*) \]/g, '$1[$2]');
}

/** What stands behind an alias stands elsewhere too, so that an edit there would change more than was asked. */
function findObstacle({ yaml, locate }: SourceDocument, path: JsonPath): Problem | undefined {
  if (path.includes('__proto__')) {
    return { code: 'WRONG_KEY', message: 'The key __proto__ is not allowed', severity: 'error', path: formatPath(path) };
  }
  for (let length = 0; length < path.length; length++) {
    const parent = path.slice(0, length);
    const node = length === 0 ? yaml.contents : yaml.getIn(parent, true);
    if (node === undefined || node === null) return undefined;
    if (isCollection(node)) continue;
    const where = formatPath(parent);
    const message = isAlias(node)
      ? `${where} is an alias (*${node.source}): write its content out, or edit it at the anchor &${node.source}`
      : `${formatPath(path)} cannot be set: ${where === '' ? 'the document' : where} is neither a list nor a map`;
    return { code: isAlias(node) ? 'BEHIND_ALIAS' : 'WRONG_TYPE', message, severity: 'error', path: where, ...locate(parent) };
  }
  return undefined;
}
