import { type Document, isAlias, isCollection, isNode, type Node, parse, type ToStringOptions } from 'yaml';
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
    current = parsed.source.format === 'json' ? editJson(current, parsed.source, edit) : editDocument(current, parsed.source, edit);
  }
  return { ok: true, text: current };
}

function editJson(text: string, { yaml }: SourceDocument, edit: YamlEdit): string {
  apply(yaml, edit);
  const indent = /\n([ \t]+)/.exec(text)?.[1] ?? '';
  const ending = /\s*$/.exec(text)?.[0] ?? '';
  return JSON.stringify(yaml.toJS(), null, indent) + ending;
}

function editDocument(text: string, { yaml }: SourceDocument, edit: YamlEdit): string {
  const style = styleOf(text);
  const before = yaml.toString(style);
  apply(yaml, edit);
  const after = yaml.toString(style);
  if (after === before) return text;
  const patched = patchLines(text, before, after);
  // A line of the library's writing that has no line of its own in the text would break the patch.
  return patched !== undefined && isSameData(patched, after) ? patched : after;
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
 * The same edit on the text as it was written: the lines that differ between the library's two writings are replaced, all others stay.
 * The library lays out white space anew, so that a place is told by the characters before it that are none.
 * Undefined when the writings differ in more than white space.
 */
function patchLines(text: string, before: string, after: string): string | undefined {
  const solid = solidLength(text);
  if (solid !== solidLength(before)) return undefined;
  const lines = cutLines(text);
  const beforeLines = cutLines(before);
  const afterLines = cutLines(after);
  const shortest = Math.min(beforeLines.length, afterLines.length);
  let head = 0;
  while (head < shortest && beforeLines[head] === afterLines[head]) head++;
  let tail = 0;
  while (tail < shortest - head && beforeLines.at(-1 - tail) === afterLines.at(-1 - tail)) tail++;

  // A place between two lines of the library may lie within a line of the text: then more lines are taken over from the library.
  const boundaries = boundariesOf(lines);
  const headAt = (): number | undefined => boundaries.get(solidLength(beforeLines.slice(0, head).join('')));
  const tailAt = (): number | undefined => boundaries.get(solid - solidLength(beforeLines.slice(beforeLines.length - tail).join('')));
  while (headAt() === undefined && head > 0) head--;
  while (tailAt() === undefined && tail > 0) tail--;
  const changed = afterLines.slice(head, afterLines.length - tail).join('');
  const written = text.includes('\r\n') ? changed.replaceAll('\n', '\r\n') : changed;
  return [...lines.slice(0, headAt()), written, ...lines.slice(tailAt())].join('');
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

function isSameData(text: string, other: string): boolean {
  const parsed = parseYaml(text);
  return parsed.ok && JSON.stringify(parsed.source.value) === JSON.stringify(parse(other));
}

function styleOf(text: string): ToStringOptions {
  return {
    lineWidth: 0,
    indent: /^( +)\S/m.exec(text)?.[1]?.length ?? 2,
    indentSeq: !/^( *)[^\s#-][^\n]*:[ \t]*(?:#[^\n]*)?\r?\n\1- /m.test(text),
    flowCollectionPadding: !/[[{][^\s\]}"'{[]*[^\s\]}][^\n]*[^\s[{][\]}]/.test(text),
  };
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
