import { isJsonObject, type Json, type JsonObject } from '../../../../shared/lib/json.ts';
import { type FieldLooks, looksOf } from './field-looks.ts';

/**
 * How a value is edited. `measure`: a text that is a number where it is written as one (a duration, a size), `bare-measure` one that may also be
 * a bare expression. `texts`: one text or a list of them.
 * `choices`: some of a few.
 * `any`: no form of its own.
 */
export type FieldKind =
  | 'text'
  | 'expression'
  | 'measure'
  | 'bare-measure'
  | 'number'
  | 'boolean'
  | 'choice'
  | 'choices'
  | 'texts'
  | 'list'
  | 'map'
  | 'object'
  | 'union'
  | 'any';

/** One value that a person can fill in, made from its JSON Schema. */
export interface FieldModel {
  readonly name: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly help?: string;
  readonly required: boolean;
  readonly preset?: Json;
  readonly choices?: readonly (string | number | boolean)[];
  readonly isInteger?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly looks: FieldLooks;
  /** Of the entries of a list or map. */
  readonly entry?: FieldModel;
  readonly fields?: readonly FieldModel[];
  /** Of a union, the simplest first. */
  readonly options?: readonly FieldModel[];
}

/** The fields of an object, those that must be filled in first. */
export function fieldsOf(schema: JsonObject): readonly FieldModel[] {
  return fieldsOfObject(schema, definitionsOf(schema));
}

export function fieldOf(name: string, schema: JsonObject, required = false): FieldModel {
  return readField(name, schema, required, definitionsOf(schema));
}

function fieldsOfObject(schema: JsonObject, definitions: JsonObject): readonly FieldModel[] {
  const properties = objectIn(schema, 'properties');
  const needed = new Set(listIn(schema, 'required').map(String));
  const fields = Object.entries(properties).flatMap(([name, one]) =>
    isJsonObject(one) ? [readField(name, one, needed.has(name), definitions)] : [],
  );
  return [...fields.filter(({ required }) => required), ...fields.filter(({ required }) => !required)];
}

function readField(name: string, given: JsonObject, required: boolean, definitions: JsonObject): FieldModel {
  const target = resolve(given, definitions);
  const schema = { ...target, ...given };
  const help = textIn(schema, 'description');
  const preset = schema['default'];
  const common = {
    name,
    label: labelOf(name),
    required,
    looks: looksOf(name, schema),
    ...(help === undefined ? {} : { help }),
    ...(preset === undefined ? {} : { preset }),
  };
  return { ...common, ...shapeOf(name, schema, definitions) };
}

type Shape = Pick<FieldModel, 'kind' | 'choices' | 'isInteger' | 'min' | 'max' | 'entry' | 'fields' | 'options'>;

function shapeOf(name: string, schema: JsonObject, definitions: JsonObject): Shape {
  const choices = listIn(schema, 'enum').filter((one) => typeof one !== 'object') as readonly (string | number | boolean)[];
  if (choices.length > 0) return { kind: 'choice', choices };
  if (typeof schema['const'] === 'string') return { kind: 'choice', choices: [schema['const']] };
  const alternatives = [...listIn(schema, 'anyOf'), ...listIn(schema, 'oneOf')].filter(isJsonObject);
  if (alternatives.length > 0) return unionOf(name, alternatives, definitions);
  const type = schema['type'];
  if (Array.isArray(type)) return isMeasure(type.map(String)) ? { kind: 'measure' } : { kind: 'any' };
  switch (type) {
    case 'string':
      return { kind: looksOf(name, schema).names === undefined ? 'text' : 'expression' };
    case 'integer':
    case 'number':
      return numberOf(schema);
    case 'boolean':
      return { kind: 'boolean' };
    case 'array': {
      const entry = entryOf(schema['items'], definitions);
      return { kind: entry.kind === 'choice' ? 'choices' : 'list', entry };
    }
    case 'object':
      if (isJsonObject(schema['properties'])) return { kind: 'object', fields: fieldsOfObject(schema, definitions) };
      return { kind: 'map', entry: entryOf(schema['additionalProperties'], definitions) };
    default:
      return { kind: 'any' };
  }
}

function unionOf(name: string, alternatives: readonly JsonObject[], definitions: JsonObject): Shape {
  const options = alternatives.map((one) => readField(name, one, false, definitions));
  const kinds = options.map(({ kind }) => kind);
  if (isMeasure(alternatives.map((one) => String(one['type'])))) return { kind: 'measure' };
  const list = options.find((option) => option.kind === 'list');
  if (options.length === 2 && kinds.includes('text') && list?.entry?.kind === 'text') return { kind: 'texts', entry: list.entry };
  // A value of no fixed shape is not told apart by forms.
  if (options.length > 4 && kinds.includes('list') && kinds.includes('map')) return { kind: 'any' };
  return { kind: 'union', options };
}

function isMeasure(types: readonly string[]): boolean {
  return types.length === 2 && types.includes('string') && (types.includes('number') || types.includes('integer'));
}

function numberOf(schema: JsonObject): Shape {
  const min = numberIn(schema, 'minimum');
  const max = numberIn(schema, 'maximum');
  return {
    kind: 'number',
    isInteger: schema['type'] === 'integer',
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
}

function entryOf(schema: Json | undefined, definitions: JsonObject): FieldModel {
  const known = schema !== undefined && isJsonObject(schema) && Object.keys(schema).length > 0 ? schema : {};
  return readField('', known, true, definitions);
}

function resolve(schema: JsonObject, definitions: JsonObject): JsonObject {
  const reference = textIn(schema, '$ref');
  const target = reference === undefined ? undefined : definitions[reference.replace(/^#\/\$defs\//, '')];
  // What refers to itself has no end: it is a value of any shape.
  return target !== undefined && isJsonObject(target) && !JSON.stringify(target).includes('"$ref"') ? target : {};
}

function definitionsOf(schema: JsonObject): JsonObject {
  return objectIn(schema, '$defs');
}

const acronyms = new Set(['url', 'json']);

/** `maxIterations` → `Max iterations`. */
export function labelOf(name: string): string {
  if (acronyms.has(name)) return name.toUpperCase();
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}

function objectIn(schema: JsonObject, key: string): JsonObject {
  const value = schema[key];
  return value !== undefined && isJsonObject(value) ? value : {};
}

function listIn(schema: JsonObject, key: string): readonly Json[] {
  const value = schema[key];
  return Array.isArray(value) ? value : [];
}

function textIn(schema: JsonObject, key: string): string | undefined {
  const value = schema[key];
  return typeof value === 'string' ? value : undefined;
}

function numberIn(schema: JsonObject, key: string): number | undefined {
  const value = schema[key];
  // The bounds of what a double holds exactly say nothing to a person.
  return typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;
}
