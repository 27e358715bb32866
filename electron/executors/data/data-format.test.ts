import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { dataFormat } from '../../../shared/actions/data/data-format.ts';
import { dataParse } from '../../../shared/actions/data/data-parse.ts';
import type { Json } from '../../../shared/lib/json.ts';
import { makeContext } from '../test-context.ts';
import { dataFormatExecutor } from './data-format.ts';
import { dataParseExecutor } from './data-parse.ts';

const context = makeContext();

async function format(given: z.input<typeof dataFormat.parameters>): Promise<string> {
  return (await dataFormatExecutor.run(dataFormat.parameters.parse(given), context)).data;
}

async function parse(given: z.input<typeof dataParse.parameters>): Promise<Json> {
  return (await dataParseExecutor.run(dataParse.parameters.parse(given), context)).data;
}

/** Equal as JSON, so that the order of keys and a negative zero do not count. */
function expectSame(actual: Json, expected: Json): void {
  expect(JSON.parse(JSON.stringify(actual))).toEqual(JSON.parse(JSON.stringify(expected)));
}

const hostileKey = fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', '<<', '', 'a b', '0', '@x', '#text');
const anyJson = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>(null, true, false),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: 'grapheme' }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.oneof(hostileKey, fc.string()), tie('value')), { maxLength: 4 })
      .map((entries): Json => Object.fromEntries(entries)),
  ),
})).value;

describe('what is written can be read', () => {
  it('JSON, with keys of any name (EX-5)', async () => {
    await fc.assert(
      fc.asyncProperty(anyJson, fc.integer({ min: 0, max: 8 }), async (value, indent) => {
        expectSame(await parse({ input: await format({ input: value, format: 'json', indent }), format: 'json' }), value);
      }),
    );
  });

  it('YAML, with keys of any name (EX-5)', async () => {
    // `<<` is left out here: it is the merge key.
    const withoutMerge = anyJson.filter((value) => !JSON.stringify(value).includes('"<<"'));
    await fc.assert(
      fc.asyncProperty(withoutMerge, fc.integer({ min: 0, max: 8 }), async (value, indent) => {
        expectSame(await parse({ input: await format({ input: value, format: 'yaml', indent }), format: 'yaml' }), value);
      }),
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('CSV, whatever stands in the cells and in the header', async () => {
    const cell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('"', ',', '\n', '\r\n', ' x ', '=1+1', ';'));
    const table = fc.uniqueArray(fc.oneof(hostileKey, fc.string({ minLength: 1 })), { minLength: 1, maxLength: 5 }).chain((names) =>
      fc.array(fc.tuple(...names.map(() => cell)), { minLength: 1, maxLength: 5 }).map((rows) => ({
        rows: rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? '']))),
      })),
    );
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom(',', ';', '\t'), async ({ rows }, delimiter) => {
        expectSame(await parse({ input: await format({ input: rows, format: 'csv', delimiter }), format: 'csv', delimiter }), rows);
      }),
    );
  });

  it('lines without line breaks', async () => {
    const line = fc.string({ unit: 'grapheme' }).filter((text) => !/[\r\n\ufeff]/.test(text));
    await fc.assert(
      fc.asyncProperty(fc.array(line), async (lines) => {
        expectSame(await parse({ input: await format({ input: lines, format: 'lines' }), format: 'lines' }), lines);
      }),
    );
  });

  it('XML: elements, attributes and text', async () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,6}$/);
    // Spaces at the ends are no part of an element's text.
    const text = fc.string({ unit: 'grapheme-ascii', minLength: 1 }).map((value) => `x${value}x`);
    const element = fc.letrec<{ element: Json }>((tie) => ({
      element: fc.oneof(
        { depthSize: 'small' },
        text,
        fc.constant(''),
        fc.tuple(fc.dictionary(name, tie('element'), { minKeys: 1, maxKeys: 3 }), fc.dictionary(name, text, { maxKeys: 2 })).map(
          ([children, attributes]): Json => ({
            ...Object.fromEntries(Object.entries(attributes).map(([key, value]) => [`@${key}`, value])),
            ...children,
          }),
        ),
        fc.tuple(name, fc.array(text, { minLength: 2, maxLength: 3 })).map(([key, items]): Json => ({ [key]: items })),
      ),
    })).element;
    await fc.assert(
      fc.asyncProperty(name, element, fc.integer({ min: 0, max: 4 }), async (root, value, indent) => {
        const written = await format({ input: { [root]: value }, format: 'xml', indent });
        expectSame(await parse({ input: written, format: 'xml' }), { [root]: value });
      }),
    );
  });
});

describe('data.format', () => {
  const files = [
    { name: 'a.ts', size: 20 },
    { name: 'b|c', note: 'two\nlines' },
  ];

  it('a Markdown table keeps bars and line breaks inside their cells', async () => {
    expect(await format({ input: files, format: 'markdown' })).toBe(
      '| name | size | note |\n| --- | --- | --- |\n| a.ts | 20 |  |\n| b\\|c |  | two<br>lines |\n',
    );
  });

  it('a text table lines its columns up', async () => {
    expect(await format({ input: files, format: 'table', columns: ['name', 'size'] })).toBe('name  size\na.ts  20\nb|c\n');
    expect(await format({ input: [['a', 1], ['bc']], format: 'table', header: false })).toBe('a   1\nbc\n');
  });

  it('CSV writes nested values as JSON and nothing for null and gaps', async () => {
    expect(await format({ input: [{ a: [1, 2], b: null }, { c: true }], format: 'csv' })).toBe('a,b,c\n"[1,2]",,\n,,true\n');
  });

  it('YAML repeats equal values instead of referring to them', async () => {
    const shared = { x: 1 };
    expect(await format({ input: { a: shared, b: shared }, format: 'yaml' })).not.toContain('&');
  });

  it.each([
    ['two roots', { a: 1, b: 2 }],
    ['a list', [1]],
    ['a name that brings in an element', { a: { 'x><evil': 1 } }],
    ['an attribute name that brings in another', { a: { '@x="1" y': 'z' } }],
    ['a control character', { a: 'nul \u0000' }],
  ])('XML of %s is refused', async (_name, input) => {
    await expect(format({ input, format: 'xml' })).rejects.toMatchObject({ code: 'FORMAT_FAILED' });
  });

  it.each(['csv', 'table', 'markdown', 'lines'] as const)('%s of a single object is refused with a way out', async (kind) => {
    await expect(format({ input: { a: 1 }, format: kind })).rejects.toMatchObject({ code: 'WRONG_TYPE', hint: expect.any(String) });
  });
});
