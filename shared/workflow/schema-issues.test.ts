import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { findingsOf } from './schema-issues.ts';
import { keysAt } from './schema-keys.ts';

function messages(schema: z.ZodType, value: unknown, isOpaque?: (value: unknown) => boolean): string[] {
  const issues = schema.safeParse(value).error?.issues ?? [];
  const context = { value, path: ['with'], keysAt: (path: readonly (string | number)[]) => keysAt(schema, path) };
  return findingsOf(issues, isOpaque === undefined ? context : { ...context, isOpaque }).map(({ code, message }) => `${code} ${message}`);
}

const isDollar = (value: unknown): boolean => value === '$';

describe('findingsOf', () => {
  const shape = z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('circle'), radius: z.number() }),
    z.strictObject({ type: z.literal('square'), side: z.number() }),
  ]);

  it('speaks of the form that the discriminator names', () => {
    expect(messages(shape, { type: 'square', sid: 1 })).toEqual([
      'MISSING_KEY `side` is missing; it must be a number',
      'UNKNOWN_KEY `sid` is not a key here; did you mean `side`?',
    ]);
  });

  it('a discriminator that names no form is the problem, unless its value is not known yet', () => {
    expect(messages(shape, { type: 'oval' })).toEqual(["WRONG_VALUE `type`: Invalid discriminator value. Expected 'circle' | 'square'"]);
    expect(messages(shape, { type: '$', side: 1 }, isDollar)).toEqual([]);
  });

  it('of several forms the one with the least wrong in it was meant', () => {
    const schema = z.strictObject({
      on: z.union([z.boolean(), z.strictObject({ expression: z.string() }), z.strictObject({ a: z.number(), b: z.number() })]),
    });
    expect(messages(schema, { on: { expression: 5 } })).toEqual(['WRONG_TYPE `expression` must be a text, not 5']);
    expect(messages(schema, { on: null })).toEqual(['WRONG_TYPE `on` must be true or false or a map, not empty']);
    expect(messages(schema, { on: { expression: '$', b: 1 } }, isDollar)).toEqual(['UNKNOWN_KEY `b` is not a key here; did you mean `a`?']);
  });

  it('finds the keys through lists, records, defaults, pipes and several forms', () => {
    const inner = z.strictObject({ known: z.number().optional() });
    const schema = z.strictObject({
      list: z.array(inner).default([]),
      record: z.record(z.string(), inner).optional(),
      piped: inner.transform((value) => value.known),
      either: z.union([z.string(), z.array(inner)]).nullable(),
    });
    const value = { list: [{ knwon: 1 }], record: { a: { knwon: 1 } }, piped: { knwon: 1 }, either: [{ knwon: 1 }] };
    expect(messages(schema, value)).toEqual(Array(4).fill('UNKNOWN_KEY `knwon` is not a key here; did you mean `known`?'));
    expect(keysAt(schema, ['list', 0, 'known', 'deeper'])).toEqual([]);
    expect(keysAt(schema, ['nowhere'])).toEqual([]);
  });

  it.each([
    [z.strictObject({ n: z.number().min(2) }), { n: 1 }, '`n` must be at least 2'],
    [z.strictObject({ t: z.string().min(3) }), { t: 'ab' }, '`t` must have at least 3 characters'],
    [z.strictObject({ t: z.string().max(1) }), { t: 'ab' }, '`t` must have at most 1 characters'],
    [z.strictObject({ l: z.array(z.number()).max(2) }), { l: [1, 2, 3] }, '`l` must have at most 2 entries'],
    [z.strictObject({ l: z.array(z.array(z.number())) }), { l: [['x']] }, 'Entry 1 of `0` must be a number, not "x"'],
    [z.strictObject({ t: z.string() }), { t: { a: 1 } }, '`t` must be a text, not a map'],
    [z.strictObject({ t: z.number() }), { t: 'x'.repeat(50) }, `\`t\` must be a number, not "${'x'.repeat(39)}…`],
  ])('limits and types in plain words: %#', (schema, value, message) => {
    expect(messages(schema, value)).toEqual([expect.stringContaining(message)]);
  });
});
