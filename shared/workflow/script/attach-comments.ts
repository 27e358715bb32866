import type { IToken } from 'chevrotain';
import { isJsonObject } from '../../lib/json.ts';
import type { PendingStep } from './lower-steps.ts';
import type { Lowering, Raw } from './lowering.ts';
import { tokenTypes as t } from './tokens.ts';

/** What the comments of a script say of its document. */
export interface Remarks {
  /** Those that stand at no step: they are the workflow's. */
  readonly top: readonly string[];
  /** By step; a step keeps them as its notes. */
  readonly notes: ReadonlyMap<Raw, readonly string[]>;
  /** What the language has no words for: `' @step {…}` before a step and `' @workflow {…}`. */
  readonly kept: ReadonlyMap<Raw, Raw>;
  readonly keptOfWorkflow: Raw;
}

const KEPT = /^@(step|workflow)[ \t]+(.*)$/;
const ENDS: ReadonlySet<unknown> = new Set([t.END, t.ELSE, t.NEXT, t.CASE, t.BRANCH]);

/** `tokens` without line ends; `declared` are where the lines begin that are no steps. */
export function attachComments(
  comments: readonly IToken[],
  tokens: readonly IToken[],
  { pending, declared }: { readonly pending: readonly PendingStep[]; readonly declared: readonly number[] },
  lowering: Lowering,
): Remarks {
  const steps = pending.map(({ raw, line }) => ({ raw, from: line.from, to: line.to })).sort((a, b) => a.from - b.from);
  const top: string[] = [];
  const notes = new Map<Raw, string[]>();
  const kept = new Map<Raw, Raw>();
  const keptOfWorkflow: Raw = {};
  const nextIndex = cursor(tokens);
  const stepIndex = cursor(steps.map(({ from }) => ({ startOffset: from })));
  const lineIndex = cursor(declared.map((startOffset) => ({ startOffset })));

  for (const comment of comments) {
    const at = comment.startOffset;
    const next = nextIndex(at);
    const before = tokens[next - 1];
    const following = steps[stepIndex(at)];
    const above = steps[stepIndex(at) - 1];
    const isTrailing = before !== undefined && before.endLine === comment.startLine;
    const token = tokens[next];
    const leads = !isTrailing && token !== undefined && following?.from === token.startOffset;
    const isOfStep = above !== undefined && above.from > (declared[lineIndex(at) - 1] ?? -1);
    const isBehind = isTrailing || ENDS.has(token?.tokenType) || (above !== undefined && at < above.to);
    const step = leads ? following?.raw : isBehind && isOfStep ? above.raw : undefined;

    const text = textOf(comment.image);
    const [, what, json] = KEPT.exec(text) ?? [];
    if (what === undefined || json === undefined) {
      if (step === undefined) top.push(text);
      else push(notes, step, text);
      continue;
    }
    const value = readKept(json, at, lowering);
    if (value === undefined) continue;
    if (what === 'workflow') Object.assign(keptOfWorkflow, value);
    else if (step !== undefined && leads) kept.set(step, { ...kept.get(step), ...value });
    else lowering.fault('COMMENT_NOT_HERE', '@step stands on a line of its own before a step', { from: at });
  }
  return { top, notes, kept, keptOfWorkflow };
}

function textOf(image: string): string {
  return image.replace(/^(?:'|REM)[ ]?/, '');
}

function readKept(json: string, at: number, lowering: Lowering): Raw | undefined {
  try {
    const value: unknown = JSON.parse(json);
    if (isJsonObject(value)) return { ...value };
  } catch {
    // Told below.
  }
  lowering.fault('COMMENT_NOT_JSON', 'What is kept in this comment must be a JSON object in one line', { from: at });
  return undefined;
}

function push(map: Map<Raw, string[]>, key: Raw, text: string): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [text]);
  else known.push(text);
}

/** The index of the first that begins behind an offset; offsets are asked for in rising order. */
function cursor(sorted: readonly { readonly startOffset: number }[]): (offset: number) => number {
  let index = 0;
  return (offset) => {
    while ((sorted[index]?.startOffset ?? Number.POSITIVE_INFINITY) < offset) index++;
    return index;
  };
}
