import { idOf } from '../edges.ts';
import { type RetryDocument, retrySchema, type StepDocument } from '../schema.ts';
import { LLM_ACTION } from './defaults.ts';
import { findBlocks, type Item } from './find-blocks.ts';
import type { Raw } from './lowering.ts';
import { sayStep } from './say-step.ts';
import { writeAfter, writeStepName } from './write-needs.ts';
import { isPlainName, writeName } from './write-values.ts';

export interface StepWriting {
  readonly ownBot: string;
  readonly omittedIds: ReadonlySet<StepDocument>;
  /** Names that expressions use for a whole output: an assignment would make them mean the text in it. */
  readonly wholeOutputs: ReadonlySet<string>;
  /** By step id: comments to write above the step, besides its notes. */
  readonly remarks: ReadonlyMap<string, readonly string[]>;
}

export function writeSteps(steps: readonly StepDocument[], indent: string, writing: StepWriting): string[] {
  return writeItems(findBlocks(steps), indent, writing);
}

function writeItems(items: readonly Item[], indent: string, writing: StepWriting): string[] {
  return items.flatMap((item, index) => {
    const lines = writeItem(item, indent, writing);
    // Blocks of the outermost list stand by themselves.
    const isBlock = hasBlock(item.step);
    const isApart = indent === '  ' && index > 0 && (isBlock || hasBlock(items[index - 1]?.step));
    return isApart ? ['', ...lines] : lines;
  });
}

function hasBlock(step: StepDocument | undefined): boolean {
  return step !== undefined && ['if', 'switch', 'steps', 'parallel'].some((key) => Object.hasOwn(step, key));
}

function writeItem(item: Item, indent: string, writing: StepWriting): string[] {
  const { step } = item;
  const { label, labelled } = labelOf(step, writing);
  const { head, clauses, said } = sayStep(step, writing.ownBot, indent);
  const after = item.isExplicit ? writeAfter(step) : undefined;
  const notes = step.notes === undefined ? [] : commentLines(step.notes);
  const kept = keptOf(step, { ...said, ...labelled, ...(notes.length > 0 ? { notes: step.notes } : {}) }, item.isExplicit, after);
  return [
    ...(writing.remarks.get(idOf(step)) ?? []).map((text) => comment(text)),
    ...notes,
    ...(kept === undefined ? [] : [`' @step ${kept}`]),
    label + head,
    ...[...(after === undefined ? [] : [after]), ...clauses].map((clause) => `  ${clause}`),
  ]
    .flatMap((line) => indent + line)
    .concat(writeInside(item, indent, writing));
}

function writeInside({ step, sections }: Item, indent: string, writing: StepWriting): string[] {
  const inner = `${indent}  `;
  const body = (items: readonly Item[], at = inner): string[] => writeItems(items, at, writing);
  if ('if' in step) {
    const [then = [], otherwise = []] = sections;
    const tail = otherwise.length === 0 ? [] : [`${indent}ELSE`, ...body(otherwise)];
    return [...body(then), ...tail, `${indent}END IF`];
  }
  if ('switch' in step) {
    const otherwise = sections.at(-1) ?? [];
    const cases = step.cases.flatMap((value, index) => [
      `${inner}CASE ${JSON.stringify(value)}`,
      ...body(sections[index] ?? [], `${inner}  `),
    ]);
    const tail = otherwise.length === 0 ? [] : [`${inner}CASE ELSE`, ...body(otherwise, `${inner}  `)];
    return [...cases, ...tail, `${indent}END SWITCH`];
  }
  if ('parallel' in step)
    return [...Object.entries(step.parallel).flatMap(([name, steps]) => writeBranch(name, steps, inner, writing)), `${indent}END PARALLEL`];
  if (!('steps' in step)) return [];
  const end = 'forEach' in step ? 'NEXT' : 'while' in step ? 'END WHILE' : 'END REPEAT';
  return [...body(findBlocks(step.steps)), indent + end];
}

function writeBranch(name: string, steps: readonly StepDocument[], indent: string, writing: StepWriting): string[] {
  const head = `${indent}BRANCH ${/^branch_(0|[1-9]\d*)$/.exec(name)?.[1] ?? writeName(name)}:`;
  const lines = writeSteps(steps, `${indent}  `, writing);
  const [only] = lines;
  const isShort =
    lines.length === 1 && only !== undefined && !only.includes('\n') && !hasBlock(steps[0]) && head.length + only.trim().length < 120;
  return isShort ? [`${head} ${only.trim()}`] : [head, ...lines];
}

/** What stands before the statement, and which keys that gives. */
function labelOf(step: StepDocument, { omittedIds, wholeOutputs }: StepWriting): { readonly label: string; readonly labelled: Raw } {
  const { name } = step;
  const id = idOf(step);
  const written = omittedIds.has(step) ? undefined : writeStepName(id);
  const isSaid = omittedIds.has(step) || written !== undefined;
  const labelled: Raw = { ...(isSaid ? { id } : {}), ...(name === undefined ? {} : { name }) };
  if (name === undefined && written === undefined) return { label: '', labelled };
  const isAnswer = 'action' in step && step.action === LLM_ACTION && name === undefined && isPlainName(id) && !wholeOutputs.has(id);
  if (isAnswer && written === id) return { label: `${id} = `, labelled };
  const words = [...(written === undefined ? [] : [written]), ...(name === undefined ? [] : [JSON.stringify(name)])];
  return { label: `STEP ${words.join(' ')}: `, labelled };
}

/** The keys that the words do not say, as JSON; `null` for one that they say although the step has it not. */
function keptOf(step: StepDocument, said: Raw, isExplicit: boolean, after: string | undefined): string | undefined {
  const kept: Raw = {};
  const values: Readonly<Record<string, unknown>> = { ...step };
  for (const key of new Set([...Object.keys(values), ...Object.keys(said)])) {
    if (key === 'steps' || key === 'parallel' || key === 'needs') continue;
    if (key === 'join' && after !== undefined && step.join === 'any') continue;
    if (!isSame(key, values[key], said[key])) kept[key] = values[key] ?? null;
  }
  if (isExplicit && after === undefined) kept['needs'] = step.needs ?? null;
  if (Object.keys(kept).length === 0) return undefined;
  return JSON.stringify(kept).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

/** Values of the author's own keep the order of their keys. */
function isSame(key: string, value: unknown, said: unknown): boolean {
  if (key === 'retry' && value !== undefined && said !== undefined)
    return sorted(retrySchema.parse(said)) === sorted(value as RetryDocument);
  return key === 'approve' || key === 'waitFor' || key === 'budget'
    ? sorted(value) === sorted(said)
    : JSON.stringify(value) === JSON.stringify(said);
}

function sorted(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  return JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A text as comments; none where it would not come back. */
export function commentLines(text: string): string[] {
  const lines = text.split('\n');
  if (text.trim() === '' || /\r/.test(text) || lines.some((line) => /^@(?:step|workflow)[ \t]/.test(line))) return [];
  return lines.map(comment);
}

function comment(text: string): string {
  return text === '' ? "'" : `' ${text}`;
}
