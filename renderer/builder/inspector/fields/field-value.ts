import { isJsonObject, type Json } from '../../../../shared/lib/json.ts';
import type { FieldModel } from './field-model.ts';

/** How a field shows a value: by its own form, as a text with placeholders, or as it is written because no form fits. */
export type FieldMode = 'form' | 'placeholder' | 'raw';

export function modeOf(field: FieldModel, value: unknown): FieldMode {
  if (value === undefined) return field.kind === 'any' ? 'raw' : 'form';
  if (typeof value === 'string' && value.includes('{{')) return takesText(field) ? 'form' : 'placeholder';
  return fits(field, value) ? 'form' : 'raw';
}

/** Whether the form of the field can show the value and give it back unchanged. */
export function fits(field: FieldModel, value: unknown): boolean {
  if (typeof value === 'string' && value.includes('{{')) return takesText(field) || field.kind === 'any';
  switch (field.kind) {
    case 'text':
    case 'expression':
      return typeof value === 'string';
    case 'measure':
    case 'bare-measure':
      return typeof value === 'string' || typeof value === 'number';
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'choice':
      return field.choices?.some((choice) => choice === value) ?? false;
    case 'texts':
      return typeof value === 'string' || (Array.isArray(value) && value.every((one) => typeof one === 'string'));
    case 'choices':
      return Array.isArray(value) && value.every((one) => field.entry?.choices?.some((choice) => choice === one));
    case 'list':
      return Array.isArray(value);
    case 'map':
      return isJsonObject(value);
    case 'object':
      return isJsonObject(value) && Object.keys(value).every((key) => field.fields?.some(({ name }) => name === key));
    case 'union':
      return field.options?.some((option) => fits(option, value)) ?? false;
    case 'any':
      return false;
  }
}

/** The form of a union that shows the value; the first for none. */
export function optionFor(field: FieldModel, value: unknown): number {
  const found = field.options?.findIndex((option) => value !== undefined && fits(option, value)) ?? -1;
  return Math.max(found, 0);
}

/** What a field begins with when it is chosen in a union, or added to a list. */
export function emptyValue(field: FieldModel): Json {
  if (field.preset !== undefined) return field.preset;
  switch (field.kind) {
    case 'number':
      return field.min ?? 0;
    case 'boolean':
      return false;
    case 'choice':
      return field.choices?.[0] ?? '';
    case 'choices':
    case 'list':
      return [];
    case 'map':
      return {};
    case 'object':
      return Object.fromEntries((field.fields ?? []).flatMap((one) => (one.required ? [[one.name, emptyValue(one)]] : [])));
    case 'union':
      return field.options?.[0] === undefined ? '' : emptyValue(field.options[0]);
    default:
      return '';
  }
}

/** What a text that is cleared leaves: nothing, or where something must stand an empty text, so that what holds it stays what it is. */
export function emptied({ required }: FieldModel): string | undefined {
  return required ? '' : undefined;
}

/** A size or duration: a number where it is written as one. */
export function readMeasure(text: string): string | number {
  return /^\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text;
}

/** Text is where placeholders stand inside of text. */
export function takesText(field: FieldModel): boolean {
  return field.kind === 'text' || field.kind === 'expression' || field.kind.endsWith('measure') || field.kind === 'texts';
}

/** What a union's form is called. */
export function titleOfOption(field: FieldModel): string {
  if (field.kind === 'object') return field.fields?.map(({ name }) => name).join(', ') ?? 'Fields';
  const names: Readonly<Record<string, string>> = {
    text: 'Text',
    number: 'Number',
    boolean: 'Yes or no',
    choice: 'Choice',
    list: 'List',
    choices: 'List',
    texts: 'List',
    map: 'Map',
    any: 'Value',
    measure: 'Text',
    'bare-measure': 'Text',
    expression: 'Expression',
    union: 'Other',
  };
  return names[field.kind] ?? 'Value';
}
