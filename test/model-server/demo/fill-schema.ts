import { isJsonObject, type Json, type JsonObject } from '../../../shared/lib/json.ts';
import { type Facts, findFacts, findLabelled, toNumber } from './find-facts.ts';
import { findTasks } from './find-tasks.ts';
import { pickLabel } from './pick-label.ts';
import { type Prompt, pathIn } from './read-prompt.ts';
import { type Finding, reviewCode, writeReview } from './review-code.ts';
import { summarize } from './summarize.ts';
import { writeCommitMessage } from './write-commit-message.ts';
import { writeText } from './write-text.ts';

/** What values are taken from: the prompt, and the record of a list that the object in hand is about. */
interface Source {
  readonly prompt: Prompt;
  readonly facts: Facts;
  readonly findings: readonly Finding[];
  readonly record?: Readonly<Record<string, Json>>;
  /** What the object in hand chooses from, which is what its confidence is about. */
  readonly labels?: readonly string[];
}

/** A value that fits the JSON Schema, from what the prompt says: names of properties tell what is wanted. */
export function fillSchema(schema: JsonObject, prompt: Prompt): Json {
  return fill(schema, '', { prompt, facts: findFacts(prompt.content), findings: reviewCode(prompt.content) });
}

function fill(schema: JsonObject, name: string, source: Source): Json {
  if (schema['const'] !== undefined) return schema['const'];
  if (Array.isArray(schema['enum'])) return pickEnum(schema['enum'], name, source);
  const choices = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(choices)) {
    const consts = choices.flatMap((choice) => (isJsonObject(choice) && choice['const'] !== undefined ? [choice['const']] : []));
    if (consts.length === choices.length) return pickEnum(consts, name, source);
    return fill(choices.filter(isJsonObject).find((choice) => choice['type'] !== 'null') ?? {}, name, source);
  }
  const type = Array.isArray(schema['type']) ? schema['type'].find((one) => one !== 'null') : schema['type'];
  switch (type) {
    case 'object':
      return fillObject(schema, source);
    case 'array':
      return fillArray(schema, name, source);
    case 'string':
      return schema['format'] === 'date' ? (source.facts.dates[0] ?? '') : limitText(fillText(name, source), schema);
    case 'integer':
    case 'number':
      return limitNumber(fillNumber(name, source), schema, type === 'integer');
    case 'boolean':
      return fillBoolean(name, source);
    case 'null':
      return null;
    default:
      return isJsonObject(schema['properties']) ? fillObject(schema, source) : fillText(name, source);
  }
}

function fillObject(schema: JsonObject, source: Source): JsonObject {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const choice = Object.values(properties).find((one) => isJsonObject(one) && Array.isArray(one['enum']));
  const labels = isJsonObject(choice) && Array.isArray(choice['enum']) ? choice['enum'].map(String) : [];
  const required = Array.isArray(schema['required']) ? schema['required'] : Object.keys(properties);
  return Object.fromEntries(
    Object.entries(properties)
      .map(([name, one]) => [name, fill(isJsonObject(one) ? one : {}, name, { ...source, labels })] as const)
      // What need not be said, and is not known, is left out.
      .filter(([name, value]) => required.includes(name) || value !== ''),
  );
}

function fillArray(schema: JsonObject, name: string, source: Source): Json {
  const items = isJsonObject(schema['items']) ? schema['items'] : {};
  const most = typeof schema['maxItems'] === 'number' ? schema['maxItems'] : Number.POSITIVE_INFINITY;
  if (Array.isArray(items['enum'])) {
    const labels = items['enum'].map(String);
    const picked = pickLabel(labels, source.prompt.content);
    return picked.confidence > 0.5 && !/^(?:none|ok|safe|clean)$/.test(picked.label) ? [picked.label] : [];
  }
  const records = recordsFor(name, source);
  if (items['type'] !== 'string') return records.slice(0, most).map((record) => fill(items, name, { ...source, record }));
  return records.slice(0, Math.min(most, 8)).map((record) => String(record['text'] ?? record['task'] ?? record['message'] ?? ''));
}

function recordsFor(name: string, { prompt, facts, findings }: Source): readonly Readonly<Record<string, Json>>[] {
  if (/issue|finding|problem|comment|remark|risk/i.test(name)) return findings.map((one) => ({ ...one }));
  if (/task|action|todo|assignment|step/i.test(name)) return findTasks(prompt.content).map((one) => ({ ...one }));
  if (/item|line|product|article|position/i.test(name)) return facts.lines.map((one) => ({ ...one }));
  if (/decision/i.test(name)) {
    return [...prompt.content.matchAll(/^.*\b(?:decided|agreed|decision:)\s*(.+)$/gim)].map(([, text = '']) => ({ text: text.trim() }));
  }
  if (/function|method/i.test(name)) return functionsIn(prompt.content).map((text) => ({ text, name: text, title: text }));
  return facts.bullets.map((text) => ({ text, name: text, title: text }));
}

function pickEnum(values: readonly Json[], name: string, source: Source): Json {
  const labels = values.map(String);
  const own = ownValue(name, source);
  if (own !== undefined && labels.includes(String(own))) return values[labels.indexOf(String(own))] ?? null;
  if (/severity|level/i.test(name) && source.record === undefined) {
    const worst = ['error', 'warning', 'info'].find(
      (level) => labels.includes(level) && source.findings.some((one) => one.severity === level),
    );
    if (worst !== undefined) return worst;
  }
  const said = findLabelled(source.facts, name)?.toLowerCase();
  if (said !== undefined && labels.includes(said)) return said;
  const text = source.record === undefined ? source.prompt.content : Object.values(source.record).map(String).join(' ');
  return values[labels.indexOf(pickLabel(labels, text).label)] ?? null;
}

/** Other names for what a record of a list calls so. */
const aliases: Readonly<Record<string, string>> = {
  title: 'task',
  what: 'task',
  action: 'task',
  assignee: 'owner',
  who: 'owner',
  responsible: 'owner',
  deadline: 'due',
  when: 'due',
  duedate: 'due',
  problem: 'message',
  issue: 'message',
  description: 'message',
  fix: 'suggestion',
  advice: 'suggestion',
  product: 'name',
  article: 'name',
  unitprice: 'price',
  qty: 'quantity',
};

/** What the record in hand says under this name, or under one that means the same. */
function ownValue(name: string, { record }: Source): Json | undefined {
  const wanted = name.toLowerCase().replaceAll('_', '');
  return record?.[wanted] ?? record?.[aliases[wanted] ?? ''];
}

function fillText(name: string, source: Source): string {
  const own = ownValue(name, source);
  if (own !== undefined) return String(own);
  const { prompt, facts, findings } = source;
  if (/commit|subject_line/i.test(name)) return writeCommitMessage(prompt.content);
  if (/summary|overview/i.test(name) && findings.length > 0) return writeReview(findings).split('\n')[0] ?? '';
  if (/summary|overview|purpose|about/i.test(name)) return summarize(prompt.content, 2);
  if (/e?mail/i.test(name)) return facts.emails[0] ?? '';
  const said = findLabelled(facts, name);
  if (said !== undefined) return said;
  if (/path|file/i.test(name)) return pathIn(prompt.all) ?? '';
  if (/date|day/i.test(name)) return facts.dates[0] ?? '';
  if (/currency/i.test(name)) return /[€]|EUR/.test(prompt.content) ? 'EUR' : 'USD';
  if (/name|customer|author|from/i.test(name))
    return /(?:regards|thanks|best|cheers),?\s*\n+\s*([A-Z]\w+(?: [A-Z]\w+)?)/i.exec(prompt.content)?.[1] ?? '';
  if (/function|method/i.test(name)) return functionsIn(prompt.content).join(', ');
  if (/title|headline/i.test(name)) return summarize(prompt.content, 1).replace(/\.$/, '').slice(0, 80);
  if (/reason|why|explanation/i.test(name)) return `It says: ${summarize(prompt.content, 1)}`;
  if (/id$|number|sku|code|order|invoice|ticket/i.test(name)) return '';
  return writeText(prompt);
}

function fillNumber(name: string, source: Source): number {
  const own = ownValue(name, source);
  if (typeof own === 'number') return own;
  const { facts, findings, prompt } = source;
  if (/confidence|certainty|probability/i.test(name)) return pickLabel(source.labels ?? [], prompt.content).confidence;
  if (/score|rating|quality/i.test(name)) return Math.max(0, 10 - findings.length * 2);
  const said = findLabelled(facts, name);
  if (said !== undefined) return toNumber(said);
  if (/total|amount|price|sum|cost/i.test(name)) {
    return facts.amounts.at(-1) ?? facts.lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
  }
  if (/count|number/i.test(name)) return findings.length;
  return toNumber(/\b\d+(?:\.\d+)?\b/.exec(prompt.content)?.[0] ?? '0');
}

function fillBoolean(name: string, { prompt, findings }: Source): boolean {
  if (/approve|pass|safe|clean|ok$/i.test(name)) return findings.every(({ severity }) => severity !== 'error');
  if (/issue|problem|finding/i.test(name)) return findings.length > 0;
  const label = pickLabel([name, 'other'], prompt.content);
  return (
    label.label === name ||
    (/escalat|urgent|human|attention/i.test(name) && pickLabel(['critical', 'complaint', 'other'], prompt.content).label !== 'other')
  );
}

function functionsIn(code: string): string[] {
  return [...code.matchAll(/\b(?:function|def|fn|func)\s+(\w+)|\bconst\s+(\w+)\s*=\s*(?:async\s*)?\(/g)].map(
    ([, one, other]) => one ?? other ?? '',
  );
}

function limitText(text: string, { maxLength }: JsonObject): string {
  return typeof maxLength === 'number' ? text.slice(0, maxLength) : text;
}

function limitNumber(number: number, { minimum, maximum }: JsonObject, whole: boolean): number {
  const low = typeof minimum === 'number' ? minimum : Number.NEGATIVE_INFINITY;
  const high = typeof maximum === 'number' ? maximum : Number.POSITIVE_INFINITY;
  const limited = Math.min(high, Math.max(low, number));
  return whole ? Math.round(limited) : limited;
}
