import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { dataParse } from '../../../shared/actions/data/data-parse.ts';
import { createSandbox } from '../../expressions/sandbox.ts';
import { makeContext } from '../test-context.ts';
import { dataParseExecutor } from './data-parse.ts';

const sandbox = createSandbox({ maxWorkers: 1 });
afterAll(() => sandbox.close());
const context = makeContext({ evaluate: (expression, names) => sandbox.evaluate(expression, names) });

const parse = (given: z.input<typeof dataParse.parameters>) => dataParseExecutor.run(dataParse.parameters.parse(given), context);

describe('every format', () => {
  it.each(['json', 'yaml', 'csv', 'xml', 'lines'] as const)('%s: a byte order mark is not part of the text', async (format) => {
    const input = { json: '{"a":"1"}', yaml: 'a: "1"', csv: 'a\n1', xml: '<a>1</a>', lines: 'a' }[format];
    expect((await parse({ input: `\ufeff${input}`, format })).data).toEqual((await parse({ input, format })).data);
  });

  it('EX-5 keys from a hostile alphabet are kept as data or refused, and change no prototype', async () => {
    const key = fc.constantFrom('__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString');
    await fc.assert(
      fc.asyncProperty(key, key, async (outer, inner) => {
        const texts = {
          json: `{"${outer}":{"${inner}":{"polluted":"yes"}}}`,
          yaml: `${outer}:\n  ${inner}:\n    polluted: "yes"\n`,
          csv: `${outer},polluted\n${inner},yes\n`,
          xml: `<${outer} ${inner}="x"><${inner}><polluted>yes</polluted></${inner}></${outer}>`,
        };
        for (const format of ['json', 'yaml', 'csv', 'xml'] as const) {
          const data = await parse({ input: texts[format], format }).then(
            (output) => output.data,
            (error: { code: string }) => error.code,
          );
          if (format !== 'xml') expect(JSON.stringify(data)).toContain(`"${outer}"`);
          else if (data !== 'PARSE_ERROR') expect(Object.keys(data as object)).toEqual([outer]);
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
        expect(Reflect.get({}, 'polluted')).toBeUndefined();
      }),
    );
  });

  it.each([
    ['json', '{"a":'],
    ['json', '['.repeat(20_000) + ']'.repeat(20_000)],
    ['yaml', 'a: [1'],
    ['yaml', 'a: 1\na: 2'],
    ['yaml', 'a: 1\n---\nb: 2'],
    ['csv', 'a,b\n1'],
    ['csv', 'a,a\n1,2'],
    ['csv', '"a'],
    ['xml', '<a><b></a>'],
    ['xml', 'no xml'],
    ['xml', ''],
  ] as const)('%s: %.40j is PARSE_ERROR with one line of reason', async (format, input) => {
    await expect(parse({ input, format })).rejects.toMatchObject({ code: 'PARSE_ERROR', message: expect.stringMatching(/^[^\n]+$/) });
  });
});

describe('YAML', () => {
  it('EX-5 a merge key that carries __proto__ changes no prototype', async () => {
    const { data } = await parse({ input: 'base: &b\n  __proto__: { polluted: true }\n  x: 1\nmine:\n  <<: *b\n  y: 2\n', format: 'yaml' });
    expect(data).toMatchObject({ mine: { x: 1, y: 2 } });
    expect(Reflect.get((data as { mine: object }).mine, 'polluted')).toBeUndefined();
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('EX-8 an alias bomb is refused before it unfolds', async () => {
    const levels = Array.from({ length: 9 }, (_, level) => `l${level + 1}: &l${level + 1} [${Array(9).fill(`*l${level}`).join(', ')}]`);
    await expect(parse({ input: ['l0: &l0 [x]', ...levels].join('\n'), format: 'yaml' })).rejects.toMatchObject({ code: 'PARSE_ERROR' });
  });

  it('EX-8 20,000 brackets are refused', async () => {
    await expect(parse({ input: '['.repeat(20_000), format: 'yaml' })).rejects.toMatchObject({ code: 'PARSE_ERROR' });
  });

  it('an unknown tag leaves its value as text and a warning in the log', async () => {
    expect((await parse({ input: 'bucket: !Ref Name', format: 'yaml' })).data).toEqual({ bucket: 'Name' });
    expect(context.logged.at(-1)?.text).toContain('!Ref');
  });
});

describe('CSV', () => {
  it('values stay text, quoted line breaks stay inside, empty lines are nothing', async () => {
    const input = 'name;note\r\n007;"two\nlines; and ""quotes"""\r\n\r\n';
    expect(await parse({ input, format: 'csv', delimiter: ';' })).toEqual({
      data: [{ name: '007', note: 'two\nlines; and "quotes"' }],
      count: 1,
    });
  });

  it('header: false gives rows as lists', async () => {
    expect((await parse({ input: 'a,b\n1,2', format: 'csv', header: false })).data).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });
});

describe('XML', () => {
  it('elements, attributes, lists and the predefined references', async () => {
    const input =
      '<?xml version="1.0"?><feed lang="en"><item id="1">a &lt; b &#x41;</item><item id="2"><![CDATA[<raw> &amp;]]></item></feed>';
    expect((await parse({ input, format: 'xml' })).data).toEqual({
      feed: {
        '@lang': 'en',
        item: [
          { '@id': '1', '#text': 'a < b A' },
          { '@id': '2', '#text': '<raw> &amp;' },
        ],
      },
    });
  });

  it('entities that the document declares are not unfolded and name no files', async () => {
    const bomb = '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;">]><a>&x;&y;</a>';
    expect((await parse({ input: bomb, format: 'xml' })).data).toEqual({ a: '&x;&y;' });
    const outside = await parse({ input: '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>', format: 'xml' }).then(
      ({ data }) => data,
      (error: { code: string }) => error.code,
    );
    expect([{ a: '&f;' }, 'PARSE_ERROR']).toContainEqual(outside);
  });

  it('nesting beyond 100 levels is refused', async () => {
    await expect(parse({ input: '<a>'.repeat(5000) + '</a>'.repeat(5000), format: 'xml' })).rejects.toMatchObject({ code: 'PARSE_ERROR' });
  });
});

describe('lines', () => {
  it('any kind of line break ends a line, the last one begins none', async () => {
    expect((await parse({ input: 'a\r\nb\n\nc\rd\n', format: 'lines' })).data).toEqual(['a', 'b', '', 'c', 'd']);
    expect(await parse({ input: '', format: 'lines' })).toEqual({ data: [], count: 0 });
  });
});

describe('regex', () => {
  it('gives every match with its groups', async () => {
    expect(await parse({ input: 'a=1, B=2', format: 'regex', pattern: '(?<key>[a-z])=(\\d)(x)?', flags: 'i' })).toEqual({
      data: [
        { match: 'a=1', index: 0, groups: ['a', '1', null], named: { key: 'a' } },
        { match: 'B=2', index: 5, groups: ['B', '2', null], named: { key: 'B' } },
      ],
      count: 2,
    });
  });

  it('EX-2 a pattern that backtracks for ages is stopped', async () => {
    await expect(parse({ input: `${'a'.repeat(40)}!`, format: 'regex', pattern: '^(a+)+$' })).rejects.toMatchObject({
      code: 'EXPR_TIMEOUT',
    });
  });

  it('a broken pattern is an error of the expression', async () => {
    await expect(parse({ input: 'x', format: 'regex', pattern: '(' })).rejects.toMatchObject({ code: 'EXPR_ERROR' });
    expect(dataParse.parameters.safeParse({ input: 'x', format: 'regex' }).success).toBe(false);
  });
});
