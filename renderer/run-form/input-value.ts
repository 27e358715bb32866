import type { Json } from '../../shared/lib/json.ts';
import type { VariableDocument } from '../../shared/workflow/schema.ts';

/** What a field of the form holds: text, or the position of a switch. */
export type FieldValue = string | boolean;

/** What the field of a variable starts with. */
export function initialValue({ type, default: preset }: VariableDocument, given: string | undefined): FieldValue {
  if (type === 'boolean') return given === undefined ? preset === true : given === 'true';
  if (given !== undefined) return given;
  if (preset === undefined || preset === null) return '';
  return typeof preset === 'string' ? preset : JSON.stringify(preset, null, 2);
}

export type ReadField = { readonly ok: true; readonly value: Json | undefined } | { readonly ok: false; readonly message: string };

/** The variable's value out of its field; undefined leaves it to the default. */
export function readField({ type, required }: VariableDocument, field: FieldValue): ReadField {
  if (typeof field === 'boolean') return { ok: true, value: field };
  if (field.trim() === '') return required === true ? { ok: false, message: 'Needed' } : { ok: true, value: undefined };
  switch (type) {
    case 'number': {
      const number = Number(field);
      return Number.isFinite(number) ? { ok: true, value: number } : { ok: false, message: 'Must be a number' };
    }
    case 'array':
    case 'object':
      return readJson(field, type);
    default:
      return { ok: true, value: field };
  }
}

function readJson(text: string, type: 'array' | 'object'): ReadField {
  try {
    const value = JSON.parse(text) as Json;
    const fits = type === 'array' ? Array.isArray(value) : typeof value === 'object' && value !== null && !Array.isArray(value);
    return fits ? { ok: true, value } : { ok: false, message: type === 'array' ? 'Must be a list: […]' : 'Must be a map: {…}' };
  } catch (error) {
    return { ok: false, message: `Is no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}
