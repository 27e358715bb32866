import { isJsonObject, type Json } from '../../shared/lib/json.ts';
import { parseTemplate } from '../../shared/workflow/expression/template.ts';
import type { EngineParts } from '../engine/live-run.ts';

type Scope = Readonly<Record<string, unknown>>;

/** The value with the placeholders filled in that the scope answers; the others stay as they are written. */
export async function fillKnown(render: EngineParts['render'], value: unknown, scope: Scope): Promise<Json> {
  if (typeof value === 'string') return fillText(render, value, scope);
  if (Array.isArray(value)) return Promise.all(value.map((each) => fillKnown(render, each, scope)));
  if (!isJsonObject(value)) return value as Json;
  const members = Object.entries(value).map(async ([name, each]) => [name, await fillKnown(render, each, scope)] as const);
  return Object.fromEntries(await Promise.all(members));
}

async function fillText(render: EngineParts['render'], text: string, scope: Scope): Promise<Json> {
  const { parts, problem } = parseTemplate(text);
  if (problem !== undefined) return text;
  const filled = await Promise.all(parts.map((part) => (typeof part === 'string' ? part : fillOne(render, part.expression, scope))));
  const [only] = filled;
  if (filled.length === 1 && only !== undefined) return only;
  return filled.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join('');
}

async function fillOne(render: EngineParts['render'], expression: string, scope: Scope): Promise<Json> {
  const placeholder = `{{ ${expression} }}`;
  try {
    return await render(placeholder, scope);
  } catch {
    // It needs what only the run will know.
    return placeholder;
  }
}
