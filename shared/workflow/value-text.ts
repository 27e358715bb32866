import { stringify } from 'yaml';
import { parseYaml } from './yaml.ts';

export type ReadText = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

/** One value as YAML; nothing for undefined. */
export function writeValueText(value: unknown): string {
  return value === undefined ? '' : stringify(value, { lineWidth: 0, aliasDuplicateObjects: false }).replace(/\n$/, '');
}

/** The value of a text of YAML or JSON, under the limits of workflow files; undefined for an empty one. */
export function readValueText(text: string): ReadText {
  if (text.trim() === '') return { ok: true, value: undefined };
  const parsed = parseYaml(text);
  if (parsed.ok) return { ok: true, value: parsed.source.value };
  const [first] = parsed.problems;
  const place = first?.line === undefined ? '' : ` (line ${first.line})`;
  return { ok: false, message: `${first?.message ?? 'The text cannot be read'}${place}` };
}
