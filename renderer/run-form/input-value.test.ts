import { describe, expect, it } from 'vitest';
import { variableSchema } from '../../shared/workflow/schema.ts';
import { initialValue, readField } from './input-value.ts';

const variable = (fields: object) => variableSchema.parse({ name: 'x', ...fields });

describe('a field of the form', () => {
  it.each([
    [{ type: 'string', default: 'a' }, undefined, 'a'],
    [{ type: 'string', default: 'a' }, 'from a link', 'from a link'],
    [{ type: 'number', default: 3 }, undefined, '3'],
    [{ type: 'boolean', default: true }, undefined, true],
    [{ type: 'boolean' }, 'true', true],
    [{ type: 'array', default: [1] }, undefined, '[\n  1\n]'],
    [{ type: 'path' }, undefined, ''],
  ])('of %j starts with what is given, else the default', (fields, given, expected) => {
    expect(initialValue(variable(fields), given)).toBe(expected);
  });

  it.each([
    [{ type: 'string' }, 'a', 'a'],
    [{ type: 'string' }, '', undefined],
    [{ type: 'number' }, ' 4.5 ', 4.5],
    [{ type: 'boolean' }, false, false],
    [{ type: 'object' }, '{"a": [1]}', { a: [1] }],
    [{ type: 'array' }, '[]', []],
  ])('of %j gives a value of the type', (fields, field, value) => {
    expect(readField(variable(fields), field)).toEqual({ ok: true, value });
  });

  it.each([
    [{ type: 'string', required: true }, '  '],
    [{ type: 'number' }, 'four'],
    [{ type: 'object' }, '[]'],
    [{ type: 'array' }, '{}'],
    [{ type: 'array' }, '[1'],
  ])('of %j tells what is wrong with %j', (fields, field) => {
    expect(readField(variable(fields), field)).toEqual({ ok: false, message: expect.any(String) });
  });
});
