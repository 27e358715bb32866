import { isJsonObject, type Json, type JsonObject } from '../../shared/lib/json.ts';

/** A schema as providers take it: of an object. What is none is asked for as the field `value` of one. */
export interface AnswerSchema {
  readonly sent: JsonObject;
  readonly isWrapped: boolean;
}

export function answerSchemaOf(schema: JsonObject): AnswerSchema {
  if (schema['type'] === 'object') return { sent: schema, isWrapped: false };
  const { $defs, definitions, ...value } = schema;
  const shared = { ...($defs === undefined ? {} : { $defs }), ...(definitions === undefined ? {} : { definitions }) };
  return { sent: { type: 'object', properties: { value }, required: ['value'], additionalProperties: false, ...shared }, isWrapped: true };
}

/** What a model is told that cannot be held to a schema. */
export function askForJson({ sent }: AnswerSchema): string {
  return `Answer with one JSON object and nothing else: no words around it, no code fence. It must fit this JSON Schema:\n${JSON.stringify(sent)}`;
}

/** The data in a model's answer; `problem`: a clause that says why there is none. */
export function readAnswer(text: string, { isWrapped }: AnswerSchema): { readonly data: Json } | { readonly problem: string } {
  for (const candidate of candidatesIn(text)) {
    try {
      const data = JSON.parse(candidate) as Json;
      return { data: isWrapped && isJsonObject(data) && data['value'] !== undefined ? data['value'] : data };
    } catch {
      // The next candidate may be JSON.
    }
  }
  return { problem: text.trim() === '' ? 'it is empty' : 'it is no JSON' };
}

/** Models put fences and words around what they were asked for. */
function candidatesIn(text: string): string[] {
  const fenced = /```(?:json)?\s*\n([\s\S]*?)\n\s*```/.exec(text)?.[1];
  const from = text.search(/[[{]/);
  const to = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
  return [text.trim(), ...(fenced === undefined ? [] : [fenced]), ...(from >= 0 && to > from ? [text.slice(from, to + 1)] : [])];
}

/** What a model is told whose answer did not fit. */
export function askForRepair(problems: readonly string[]): string {
  return `That answer does not fit the schema: ${problems.join('; ')}. Give the whole answer again, as JSON that fits, and nothing else.`;
}
