import type { z } from 'zod';
import { isJsonObject, type Json } from '../../../../shared/lib/json.ts';
import type { PathSegment } from '../../../../shared/workflow/expression/path.ts';
import { fieldsOfSchema, typeOfSchema } from './schema-fields.ts';

/** A name that an expression can use, with what is known of its value. */
export interface NameNode {
  /** From the root: `['steps', 'read', 'output']`. */
  readonly path: readonly PathSegment[];
  /** What it is, in a word: `text`, `list`, … */
  readonly type?: string;
  readonly help?: string;
  /** From sample data; undefined when there is none. */
  readonly value?: Json;
  children(): readonly NameNode[];
}

/** Entries of a list that are shown one by one. */
const shownEntries = 5;
const shownKeys = 200;

export interface Known {
  readonly schema?: z.core.$ZodType | undefined;
  readonly value?: Json | undefined;
  readonly help?: string | undefined;
}

/** A name whose fields follow from a schema and from a sample: what either knows. */
export function dataNode(path: readonly PathSegment[], { schema, value, help }: Known): NameNode {
  const type = value !== undefined && value !== null ? typeOfValue(value) : schema === undefined ? undefined : typeOfSchema(schema);
  return {
    path,
    ...(type === undefined ? {} : { type }),
    ...(help === undefined ? {} : { help }),
    ...(value === undefined ? {} : { value }),
    children() {
      const known = schema === undefined ? [] : fieldsOfSchema(schema);
      const segments = new Set<PathSegment>([...known.map(({ name }) => name), ...segmentsOf(value)]);
      return [...segments].map((segment) => {
        const field = known.find(({ name }) => name === segment);
        const inner = entryOf(value, segment);
        return dataNode([...path, segment], { schema: field?.schema ?? entrySchema(schema, segment), value: inner, help: field?.help });
      });
    },
  };
}

/** A name that only holds others. */
export function groupNode(path: readonly PathSegment[], children: () => readonly NameNode[], help?: string): NameNode {
  return { path, children, ...(help === undefined ? {} : { help }) };
}

export function typeOfValue(value: Json): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'text';
  if (Array.isArray(value)) return `list of ${value.length}`;
  return typeof value === 'object' ? 'object' : typeof value;
}

function segmentsOf(value: Json | undefined): readonly PathSegment[] {
  if (Array.isArray(value)) return [...value.slice(0, shownEntries).keys()];
  return value !== undefined && isJsonObject(value) ? Object.keys(value).slice(0, shownKeys) : [];
}

function entryOf(value: Json | undefined, segment: PathSegment): Json | undefined {
  if (Array.isArray(value)) return typeof segment === 'number' ? value[segment] : undefined;
  return value !== undefined && isJsonObject(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
}

function entrySchema(schema: z.core.$ZodType | undefined, segment: PathSegment): z.core.$ZodType | undefined {
  return typeof segment === 'number' && schema !== undefined ? fieldsOfSchema(schema).find(({ name }) => name === 0)?.schema : undefined;
}
