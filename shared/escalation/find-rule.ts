import type { StepError } from '../lib/action-error.ts';
import { isJsonObject, type Json } from '../lib/json.ts';
import type { EscalateRule } from './escalate-rule.ts';

export interface FoundRule {
  readonly rule: EscalateRule;
  /** What is the matter, for people. */
  readonly reason: string;
}

type Rules = EscalateRule | readonly EscalateRule[] | undefined;

/** Codes of errors that say that an answer had not the shape that was asked for. */
const SCHEMA_CODES: ReadonlySet<string> = new Set(['AI_SCHEMA', 'OUTPUT_MISMATCH']);

/** The first rule that holds for what a model gave. */
export function ruleForOutput(rules: Rules, output: Json): FoundRule | undefined {
  return first(rules, (rule) => reasonInOutput(rule, output));
}

/** The first rule that holds for a failure that is not tried again. */
export function ruleForFailure(rules: Rules, error: Pick<StepError, 'code' | 'message'>): FoundRule | undefined {
  return first(rules, ({ when }) => {
    const holds =
      when === 'failure' || (when === 'schemaFailure' && SCHEMA_CODES.has(error.code)) || (when === 'budget' && error.code === 'AI_BUDGET');
    return holds ? error.message : undefined;
  });
}

function first(rules: Rules, reasonFor: (rule: EscalateRule) => string | undefined): FoundRule | undefined {
  for (const rule of [rules ?? []].flat()) {
    const reason = reasonFor(rule);
    if (reason !== undefined) return { rule, reason };
  }
  return undefined;
}

function reasonInOutput({ when }: EscalateRule, output: Json): string | undefined {
  if (typeof when === 'string') return undefined;
  if ('confidenceBelow' in when) {
    const confidence = confidenceOf(output);
    if (confidence === undefined || confidence >= when.confidenceBelow) return undefined;
    return `The model is only ${Math.round(confidence * 100)} % sure, and ${Math.round(when.confidenceBelow * 100)} % are wanted`;
  }
  const text = textOf(output).toLowerCase();
  const word = [when.keyword].flat().find((one) => hasWord(text, one.toLowerCase()));
  return word === undefined ? undefined : `The answer speaks of ${JSON.stringify(word)}`;
}

/** 0 to 1, where the model has given one: beside its answer, or in its data. */
function confidenceOf(output: Json): number | undefined {
  if (!isJsonObject(output)) return undefined;
  for (const holder of [output, output['data']]) {
    const value = isJsonObject(holder) ? holder['confidence'] : undefined;
    if (typeof value === 'number') return value;
  }
  return undefined;
}

function textOf(output: Json): string {
  if (!isJsonObject(output)) return typeof output === 'string' ? output : JSON.stringify(output);
  const { response = null, data = null, label = null } = output;
  return [response, data, label].map((one) => (typeof one === 'string' ? one : one === null ? '' : JSON.stringify(one))).join('\n');
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const around = [text[at - 1], text[at + word.length]];
    if (around.every((letter) => letter === undefined || !/[\p{L}\p{N}]/u.test(letter))) return true;
  }
  return false;
}
