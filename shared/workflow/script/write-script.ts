import { findReferences } from '../expression/references.ts';
import { parseTemplate } from '../expression/template.ts';
import { sitesOf } from '../expression-sites.ts';
import { FORMAT, type TriggerDocument, type VariableDocument, type WorkflowDocument } from '../schema.ts';
import { scopesOf } from '../scopes.ts';
import type { Raw } from './lowering.ts';
import { findOmittedIds } from './omitted-ids.ts';
import { writeLiteral } from './script-text.ts';
import { type StepWriting, writeSteps } from './write-steps.ts';
import { isPlainName, writeName, writePairs, writeValue } from './write-values.ts';

export interface ScriptRemarks {
  /** Lines above the workflow. */
  readonly top?: readonly string[];
  /** By step id. */
  readonly steps?: ReadonlyMap<string, readonly string[]>;
}

/**
 * A loaded document as an ORCHESTRATE script. Reading it again gives the same document: what the language has no words for stands in
 * comments of the form `' @step {…}` and `' @workflow {…}`.
 */
export function writeScript(document: WorkflowDocument, { top = [], steps: remarks = new Map() }: ScriptRemarks = {}): string {
  const writing: StepWriting = {
    ownBot: document.name,
    omittedIds: findOmittedIds(document),
    wholeOutputs: findWholeOutputs(document),
    remarks,
  };
  const version = document.version === '1.0.0' ? '' : ` VERSION ${JSON.stringify(document.version)}`;
  const handler = handledEvent(document);
  const { lines, said } = writeHead(document, handler);
  const inner = handler === undefined ? '  ' : '    ';
  const body = writeSteps(document.steps, inner, writing);
  const last = document.finally === undefined ? [] : ['  FINALLY', ...writeSteps(document.finally, '    ', writing), '  END FINALLY'];
  const parts = [
    lines,
    handler === undefined ? body : [`  ${handler} DO`, ...body, '  END ON'],
    last,
    document.outputs === undefined || Object.keys(document.outputs).length === 0 ? [] : [writePairs('  RETURN', document.outputs, '  ')],
    keptOf(document, said),
  ].filter((part) => part.length > 0);
  return [
    ...top.map((text) => (text === '' ? "'" : `' ${text}`)),
    `ORCHESTRATE WORKFLOW ${writeLiteral(document.name, '')}${version}`,
    ...parts.flatMap((part, index) => (index === 0 ? part : ['', ...part])),
    'END WORKFLOW',
    '',
  ].join('\n');
}

/** Descriptions, inputs, triggers and settings, and what these lines say of the document. */
function writeHead(document: WorkflowDocument, handler: string | undefined): { readonly lines: readonly string[]; readonly said: Raw } {
  const { description, author, tags, enabled, variables = [], triggers = [], settings, outputs } = document;
  const lines: string[] = [];
  const said: Raw = { pawl: FORMAT, name: document.name, version: document.version, enabled };
  if (description !== undefined) {
    lines.push(`  DESCRIPTION ${writeLiteral(description, '    ')}`);
    said['description'] = description;
  }
  if (author !== undefined) {
    lines.push(`  AUTHOR ${writeLiteral(author, '    ')}`);
    said['author'] = author;
  }
  if (tags !== undefined && tags.length > 0) {
    lines.push(`  TAGS ${tags.map((tag) => writeLiteral(tag, '    ')).join(', ')}`);
    said['tags'] = tags;
  }
  if (!enabled) lines.push('  DISABLED');
  if (variables.length > 0) said['variables'] = variables.map((variable) => sayVariable(variable, lines));
  if (triggers.length > 0) said['triggers'] = handler === undefined ? triggers.map((trigger) => sayTrigger(trigger, lines)) : triggers;
  if (settings !== undefined && Object.keys(settings).length > 0) {
    lines.push(writePairs('  SETTINGS', settings, '  '));
    said['settings'] = settings;
  }
  if (outputs !== undefined && Object.keys(outputs).length > 0) said['outputs'] = outputs;
  return { lines, said };
}

function sayVariable(variable: VariableDocument, lines: string[]): Raw {
  const { name, type, default: value, required, enum: choices, description } = variable;
  const parts = [`  INPUT ${writeName(name)}`];
  if (type !== 'string') parts.push(`AS ${type}`);
  if (required !== undefined) parts.push(required ? 'REQUIRED' : 'OPTIONAL');
  if (value !== undefined) parts.push(`DEFAULT ${writeValue(value, '  ')}`);
  const hasChoices = choices !== undefined && choices.length > 0;
  if (hasChoices) parts.push(`ONE OF ${choices.map((choice) => writeValue(choice, '  ')).join(', ')}`);
  if (description !== undefined) parts.push(`DESCRIPTION ${writeLiteral(description, '    ')}`);
  lines.push(parts.join(' '));
  const { enum: _, ...rest } = variable;
  return { ...rest, ...(hasChoices ? { enum: choices } : {}) };
}

function sayTrigger(trigger: TriggerDocument, lines: string[]): Raw {
  const { id, type, config, with: values } = trigger;
  const label = id !== undefined && isPlainName(id) ? `${id}: ` : '';
  const said: Raw = { ...(label === '' ? {} : { id }), type };
  let line = `  TRIGGER ${label}${writeName(type)}`;
  if (config !== undefined && Object.keys(config).length > 0) {
    line = writePairs(`${line} WITH`, config, '  ');
    said['config'] = config;
  }
  if (values !== undefined && Object.keys(values).length > 0) {
    line = line.includes('\n') ? `${line}\n${writePairs('    SETS', values, '    ')}` : writePairs(`${line} SETS`, values, '  ');
    said['with'] = values;
  }
  if (trigger.enabled === false) {
    line += ' DISABLED';
    said['enabled'] = false;
  }
  lines.push(line);
  return said;
}

/** The line that begins an ON EVENT block, where one event is all that starts the workflow. */
function handledEvent({ triggers = [] }: WorkflowDocument): string | undefined {
  const [trigger, second] = triggers;
  if (trigger?.type !== 'event' || second !== undefined || trigger.with !== undefined || trigger.enabled !== undefined) return undefined;
  const { name, ...rest } = trigger.config ?? {};
  if (typeof name !== 'string' || Object.keys(trigger.config ?? {})[0] !== 'name' || !isPlainName(trigger.id ?? '')) return undefined;
  const head = `ON EVENT ${writeLiteral(name, '  ')}${trigger.id === 'event' ? '' : ` AS ${trigger.id}`}`;
  return Object.keys(rest).length === 0 ? head : writePairs(`${head} WITH`, rest, '  ');
}

function keptOf(document: WorkflowDocument, said: Raw): string[] {
  const values: Readonly<Record<string, unknown>> = { ...document };
  const kept = Object.entries(values).filter(
    ([key, value]) => key !== 'steps' && key !== 'finally' && value !== undefined && !isSame(key, value, said[key]),
  );
  if (kept.length === 0) return [];
  const json = JSON.stringify(Object.fromEntries(kept)).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
  return [`  ' @workflow ${json}`];
}

/** Declarations have the keys of the format, whose order says nothing. */
function isSame(key: string, value: unknown, said: unknown): boolean {
  if (key !== 'variables' && key !== 'triggers') return JSON.stringify(value) === JSON.stringify(said);
  const plain = (list: unknown): string =>
    JSON.stringify(Array.isArray(list) ? list.map((each) => Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : list) ?? '';
  return plain(value) === plain(said);
}

/** Names that stand for the whole output of a step, or whatever else they are, somewhere in the steps. */
function findWholeOutputs(document: WorkflowDocument): ReadonlySet<string> {
  const steps = scopesOf(document).flatMap((scope) => scope.steps);
  const expressions = steps
    .flatMap(sitesOf)
    .flatMap(({ text, isBare }) =>
      isBare ? [text] : parseTemplate(text).parts.flatMap((part) => (typeof part === 'string' ? [] : [part.expression])),
    );
  return new Set(expressions.flatMap(findReferences).flatMap(({ path, exact }) => (path.length === 1 && exact ? [String(path[0])] : [])));
}
