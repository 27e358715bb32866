import type { IToken } from 'chevrotain';
import { FORMAT, type WorkflowDocument } from '../schema.ts';
import { fillInIds } from '../step-ids.ts';
import { attachComments, type Remarks } from './attach-comments.ts';
import { resolveLocalNames } from './local-names.ts';
import { lowerTrigger, lowerVariable } from './lower-declarations.ts';
import { type PendingStep, StepLowering, type Way, writeNeeds } from './lower-steps.ts';
import { Lowering, type Raw, type ScriptFault } from './lowering.ts';
import type { Places } from './places.ts';
import type { DeclarationLine, ScriptTree, StepLine } from './syntax-tree.ts';

export interface LoweredScript {
  /** As a YAML text of the same workflow would be read. */
  readonly value: Raw;
  readonly places: Places;
  readonly faults: readonly ScriptFault[];
}

/** From the tree of a script to its document. `comments` and `tokens` are those of the text, the latter without line ends. */
export function lowerScript(tree: ScriptTree, comments: readonly IToken[], tokens: readonly IToken[]): LoweredScript {
  const lowering = new Lowering();
  const steps = new StepLowering(lowering, tree.name.value);
  const value: Raw = { pawl: FORMAT };
  lowering.putText(value, 'name', tree.name);
  lowering.putText(value, 'version', tree.version);

  const lines = Map.groupBy(tree.lines, ({ is }) => is);
  const declared = tree.lines.filter((line): line is DeclarationLine => line.is !== 'step');
  for (const line of declared) declare(value, line, steps);
  const handlers = declared.filter((line) => line.is === 'on-event');
  const main: Raw[] = [];
  const own = tree.lines.filter((line): line is StepLine => line.is === 'step');
  const [handler] = handlers;
  if (handlers.length === 1 && handler !== undefined && own.length === 0) steps.sequence(handler.lines, [], main);
  else steps.sequence(own, dispatch(handlers, steps, main), main);
  value['steps'] = main;
  lowering.places.put(value, 'steps', lines.get('step')?.[0] ?? tree.name);

  const places = { pending: steps.pending, declared: declared.map(({ from }) => from) };
  finish(value, steps, attachComments(comments, tokens, places, lowering));
  return { value, places: lowering.places, faults: lowering.faults };
}

function declare(value: Raw, line: DeclarationLine, steps: StepLowering): void {
  const { lowering } = steps;
  const once = (key: string, made: unknown): void => {
    if (Object.hasOwn(value, key)) lowering.fault('DUPLICATE_KEY', 'This line stands twice', line);
    else lowering.put(value, key, made, line);
  };
  switch (line.is) {
    case 'description':
      return once('description', line.text.value);
    case 'author':
      return once('author', line.text.value);
    case 'tags':
      return once('tags', lowering.listOf(line.texts));
    case 'disabled':
      return once('enabled', false);
    case 'settings':
      return once('settings', lowering.mapOf(line.pairs));
    case 'return':
      return once('outputs', lowering.mapOf(line.pairs));
    case 'finally':
      return once('finally', steps.list(line.lines));
    case 'input':
      return append(value, 'variables', lowerVariable(line, lowering), line, lowering);
    default:
      return append(value, 'triggers', lowerTrigger(line, lowering), line, lowering);
  }
}

function append(value: Raw, key: string, made: Raw, line: DeclarationLine, lowering: Lowering): void {
  const known = value[key];
  const list: unknown[] = Array.isArray(known) ? known : [];
  if (known === undefined) lowering.put(value, key, list, line);
  lowering.places.put(list, list.length, line);
  list.push(made);
}

/**
 * Where a workflow has several ON EVENT blocks, or steps besides, a run that an event has started takes that event's block and nothing else,
 * and a run that was started otherwise takes the steps besides. Gives the ways that lead to those.
 */
function dispatch(handlers: readonly DeclarationLine[], steps: StepLowering, into: Raw[]): readonly Way[] {
  let ways: readonly Way[] = [];
  for (const handler of handlers) {
    if (handler.is !== 'on-event') continue;
    const { event } = handler;
    const raw: Raw = { name: `On ${event.value}`, if: askForEvent(event.value) };
    const none = { is: 'step', label: undefined, name: undefined, isAssigned: false, clauses: [] } as const;
    const { from, to } = handler;
    steps.add(raw, { ...none, what: { is: 'if', condition: event, inside: handler, otherwise: undefined }, from, to }, ways, into);
    steps.sequence(handler.lines, [{ from: raw, on: true }], into);
    ways = [{ from: raw, on: false }];
  }
  return ways;
}

function askForEvent(pattern: string): string {
  if (!pattern.includes('*')) return `trigger?.name == ${JSON.stringify(pattern)}`;
  const source = pattern
    .replaceAll(/[.+?^${}()|[\]\\/]/g, '\\$&')
    .replaceAll('**', '\u0000')
    .replaceAll('*', '[^.:/]*')
    .replaceAll('\u0000', '.*');
  return `/^${source}$/.test(trigger?.name ?? "")`;
}

function finish(value: Raw, steps: StepLowering, { top, notes, kept, keptOfWorkflow }: Remarks): void {
  const { lowering, pending } = steps;
  const written = [value['description'], ...top].filter((text) => text !== undefined);
  if (written.some((text) => text !== '')) value['description'] = written.join('\n');
  for (const [raw, texts] of notes) if (texts.some((text) => text !== '')) raw['notes'] = texts.join('\n');
  for (const [raw, more] of kept) override(raw, withoutNeeds(more), lowering);
  fillInIds(value as unknown as WorkflowDocument);
  const lists = [value['steps'], value['finally'] ?? []] as Raw[][];
  const names = { variables: variablesOf(pending), answers: answersOf(pending) };
  writeNeeds(pending, lowering);
  for (const [raw, { needs }] of kept) if (needs !== undefined) override(raw, { needs }, lowering);
  if (names.variables.size + names.answers.size > 0) for (const list of lists) resolveLocalNames(list, names, lowering);
  override(value, keptOfWorkflow, lowering);
}

function withoutNeeds({ needs: _, ...rest }: Raw): Raw {
  return rest;
}

/** `null` takes a key out. What holds steps is the script's own. */
function override(raw: Raw, more: Raw, lowering: Lowering): void {
  for (const [key, value] of Object.entries(more)) {
    if (
      ['steps', 'parallel', 'finally', '__proto__'].includes(key) ||
      (['id', 'name'].includes(key) && typeof value !== 'string' && value !== null)
    ) {
      lowering.fault('COMMENT_NOT_HERE', `A comment cannot keep \`${key}\``, { from: 0 });
    } else if (value === null) delete raw[key];
    else raw[key] = value;
  }
}

function variablesOf(pending: readonly PendingStep[]): Map<Raw, string> {
  return new Map(
    pending.flatMap(({ raw, line: { what } }): [Raw, string][] =>
      what.is === 'for-each' && what.variable.value !== 'item' ? [[raw, what.variable.value]] : [],
    ),
  );
}

/** What `x` stands for where `x = LLM …` or `x = BOT …` has made it. */
function answersOf(pending: readonly PendingStep[]): Map<string, string> {
  return new Map(
    pending.flatMap(({ line: { what, isAssigned, label } }): [string, string][] => {
      if (!isAssigned || label === undefined) return [];
      if (what.is === 'llm') return [[label.value, 'text']];
      return what.is === 'bot' ? [[label.value, 'result']] : [];
    }),
  );
}
