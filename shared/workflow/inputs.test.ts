import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveInputs } from './inputs.ts';
import { variableSchema } from './schema.ts';

const variables = [
  { name: 'severity', default: 'warning', enum: ['info', 'warning', 'error'] },
  { name: 'count', type: 'number' },
  { name: 'loud', type: 'boolean' },
  { name: 'list', type: 'array' },
  { name: 'map', type: 'object' },
  { name: 'file', type: 'path', required: true, description: 'What to read' },
].map((variable) => variableSchema.parse(variable));

function problems(given: Record<string, unknown>): string[] {
  const resolved = resolveInputs({ variables }, { file: 'a', ...given });
  return resolved.ok ? [] : resolved.problems.map(({ code, message, path }) => `${code} ${path}: ${message}`);
}

describe('resolveInputs', () => {
  it('takes defaults, and leaves out what has none', () => {
    expect(resolveInputs({ variables }, { file: 'a' })).toEqual({ ok: true, inputs: { severity: 'warning', file: 'a' } });
    expect(resolveInputs({}, {})).toEqual({ ok: true, inputs: {} });
  });

  it('names a required input that is missing, and what it is for', () => {
    expect(resolveInputs({ variables }, {})).toEqual({
      ok: false,
      problems: [
        {
          code: 'MISSING_INPUT',
          message: 'The input `file` (What to read) is missing: give it with --input file=…',
          severity: 'error',
          path: 'inputs.file',
        },
      ],
    });
  });

  it('reads texts of a command line as what the variable asks for', () => {
    const given = { file: '5', count: ' 2.5 ', loud: 'false', list: '[1, "a"]', map: '{"a": 1}' };
    expect(resolveInputs({ variables }, given)).toEqual({
      ok: true,
      inputs: { severity: 'warning', file: '5', count: 2.5, loud: false, list: [1, 'a'], map: { a: 1 } },
    });
    expect(resolveInputs({ variables }, { file: 'a', loud: 'true', count: 3 })).toMatchObject({
      ok: true,
      inputs: { loud: true, count: 3 },
    });
  });

  it.each([
    ['a text that is no number', { count: 'many' }, 'WRONG_TYPE inputs.count: The input `count` must be of type number, not "many"'],
    ['an empty number', { count: '' }, 'WRONG_TYPE inputs.count: The input `count` must be of type number, not ""'],
    ['an endless number', { count: 'Infinity' }, 'WRONG_TYPE inputs.count: The input `count` must be of type number, not "Infinity"'],
    ['a word for a boolean', { loud: 'yes' }, 'WRONG_TYPE inputs.loud: The input `loud` must be of type boolean, not "yes"'],
    ['no JSON', { list: '1,2' }, 'WRONG_TYPE inputs.list: The input `list` must be of type array, written as JSON, not "1,2"'],
    ['other JSON', { map: '[1]' }, 'WRONG_TYPE inputs.map: The input `map` must be of type object, written as JSON, not [1]'],
    [
      'no choice',
      { severity: 'warn' },
      'WRONG_VALUE inputs.severity: The input `severity` must be one of info, warning, error, not "warn"',
    ],
    [
      'a near choice',
      { severity: 'warnnig' },
      'WRONG_VALUE inputs.severity: The input `severity` must be one of info, warning, error, not "warnnig"; did you mean `warning`?',
    ],
    ['an unknown name', { sevrity: 'info' }, 'UNKNOWN_INPUT inputs.sevrity: The workflow has no input `sevrity`; did you mean `severity`?'],
  ])('%s is refused', (_, given, message) => {
    expect(problems(given)).toEqual([message]);
  });

  it('reports every problem at once', () => {
    expect(problems({ count: 'x', loud: 'x', other: 1 })).toHaveLength(3);
  });

  it('EX-5 names that mean something to objects are refused as unknown and change nothing', () => {
    fc.assert(
      fc.property(fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'), fc.jsonValue(), (name, value) => {
        const resolved = resolveInputs({ variables: [] }, JSON.parse(JSON.stringify({ [name]: value })));
        expect(resolved).toMatchObject({ ok: false, problems: [{ code: 'UNKNOWN_INPUT' }] });
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
    );
  });
});
