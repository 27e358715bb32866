import { isBuiltin, isKeyword } from '../expression/javascript-names.ts';
import { type Token, tokenize } from '../expression/lexer.ts';
import { findLocalNames } from '../expression/local-names.ts';
import { parsePath } from '../expression/path.ts';
import { findReferences } from '../expression/references.ts';
import { parseTemplate } from '../expression/template.ts';
import { ROOT_NAMES } from '../step-ids.ts';

export interface RenameContext {
  /** From old ids to new ones. */
  readonly names: ReadonlyMap<string, string>;
  /** Names that stand for a variable where they stand alone. */
  readonly variables: ReadonlySet<string>;
  /** A branch of a parallel step, whose output is read by its name. */
  readonly branch?: { readonly step: string; readonly from: string; readonly to: string };
}

/** The text with other ids where it names steps. Strings inside expressions, object keys and names of its own stay. */
export function renameReferences(text: string, isBare: boolean, context: RenameContext): string {
  const { parts, problem } = parseTemplate(text);
  const isTemplate = !isBare || (parts.length === 1 && problem === undefined && typeof parts[0] === 'object');
  if (!isTemplate) return renameInExpression(text, context);
  if (problem !== undefined) return text;
  let renamed = '';
  let end = 0;
  for (const part of parts) {
    if (typeof part === 'string') continue;
    renamed += text.slice(end, part.offset) + renameInExpression(part.expression, context);
    end = part.offset + part.expression.length;
  }
  return renamed + text.slice(end);
}

interface Change {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

function renameInExpression(expression: string, context: RenameContext): string {
  const isPath = parsePath(expression) !== undefined;
  const tokens = isPath ? [] : [...tokenize(expression)];
  const locals = isPath ? new Set<string>() : namesOf(tokens, findLocalNames(tokens));
  const changes = findReferences(expression).flatMap(({ path: [root, id], offset }): Change[] => {
    const branch = context.branch === undefined ? undefined : changeBranch(expression, offset, context.branch);
    if (branch !== undefined && !locals.has(String(root)) && (root === 'steps' || !context.variables.has(String(root)))) return [branch];
    if (root === 'steps' && typeof id === 'string') return changeMember(expression, offset, id, isPath, context);
    const to = typeof root === 'string' ? context.names.get(root) : undefined;
    if (to === undefined || typeof root !== 'string' || ROOT_NAMES.has(root) || context.variables.has(root)) return [];
    const isFree = !ROOT_NAMES.has(to) && !context.variables.has(to) && !locals.has(to) && isName(to, isPath);
    const value = isFree ? to : `steps${memberOf(to, isPath)}.output`;
    const text = isShorthand(tokens, offset) ? `${root}: ${value}` : value;
    return [{ from: offset, to: offset + root.length, text }];
  });
  return apply(expression, changes);
}

/** `tables.authors` and `steps.tables.output.authors`, with the branch as a name or in brackets. */
function changeBranch(expression: string, offset: number, { step, from, to }: NonNullable<RenameContext['branch']>): Change | undefined {
  const holder = String.raw`(?:steps(?:\??\.${step}|(?:\?\.)?\[["']${step}["']\])\??\.output|${step})`;
  const member = String.raw`(?:\??\.(${from})(?![\w$-])|(?:\?\.)?\[["'](${from})["']\])`;
  const match = new RegExp(holder + member, 'y');
  match.lastIndex = offset;
  const found = match.exec(expression);
  if (found === null) return undefined;
  const isPlain = /^[A-Za-z_]\w*$/.test(to);
  const [whole, plain] = found;
  const end = offset + whole.length;
  if (plain === undefined) {
    const at = end - 2 - from.length;
    return { from: at, to: at + from.length, text: to };
  }
  const at = end - from.length;
  return isPlain || parsePath(expression) !== undefined
    ? { from: at, to: end, text: to }
    : { from: expression[at - 2] === '?' ? at : at - 1, to: end, text: `["${to}"]` };
}

const MEMBER =
  /steps\s*(?:(\?\.|\.)\s*([\p{ID_Start}_$][\p{ID_Continue}$-]*)|(\?\.)?\s*\[\s*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')\s*\])/uy;

function changeMember(expression: string, offset: number, id: string, isPath: boolean, { names }: RenameContext): Change[] {
  const to = names.get(id);
  if (to === undefined) return [];
  MEMBER.lastIndex = offset;
  const match = MEMBER.exec(expression);
  if (match === null) return [];
  const [whole, dot, name, optional, quoted] = match;
  // In JavaScript a dash ends the name.
  const length = name === undefined || isPath ? whole.length : whole.length - name.length + id.length;
  if (quoted !== undefined) {
    const quote = quoted.charAt(0);
    return [{ from: offset, to: offset + length, text: `steps${optional ?? ''}[${quote}${to}${quote}]` }];
  }
  const member = /^[A-Za-z_]\w*$/.test(to) || isPath ? `${dot}${to}` : `${dot === '?.' ? '?.' : ''}["${to}"]`;
  return [{ from: offset, to: offset + length, text: `steps${member}` }];
}

function memberOf(id: string, isPath: boolean): string {
  return isPath || /^\w+$/.test(id) ? `.${id}` : `["${id}"]`;
}

/** Whether the id can stand alone as a name. */
function isName(id: string, isPath: boolean): boolean {
  return !isBuiltin(id) && (isPath || (/^\w+$/.test(id) && !isKeyword(id)));
}

/** `{a}` makes an object with the key `a`, which is to stay. */
function isShorthand(tokens: readonly Token[], offset: number): boolean {
  const at = tokens.findIndex((token) => token.offset === offset);
  const before = tokens[at - 1]?.text;
  const after = tokens[at + 1]?.text;
  if (at < 0 || (before !== '{' && before !== ',') || (after !== '}' && after !== ',')) return false;
  let depth = 0;
  for (let index = at - 1; index >= 0; index--) {
    const { kind, text } = tokens[index] ?? { kind: 'name', text: '' };
    if (kind !== 'punctuator') continue;
    if (text === ')' || text === ']' || text === '}') depth++;
    else if (text === '(' || text === '[' || text === '{' || text === '${') {
      if (depth === 0) return text === '{';
      depth--;
    }
  }
  return false;
}

function namesOf(tokens: readonly Token[], indexes: ReadonlySet<number>): ReadonlySet<string> {
  return new Set([...indexes].flatMap((index) => tokens[index]?.text ?? []));
}

function apply(text: string, changes: readonly Change[]): string {
  let changed = '';
  let end = 0;
  for (const change of changes) {
    changed += text.slice(end, change.from) + change.text;
    end = change.to;
  }
  return changed + text.slice(end);
}
