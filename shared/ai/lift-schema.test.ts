import { describe, expect, it } from 'vitest';
import { liftSchema } from './lift-schema.ts';

describe('the schema of an answer', () => {
  it('names fields in its short form, each required unless it ends with ?', () => {
    expect(
      liftSchema({ severity: { enum: ['none', 'error'] }, text: 'string', lines: 'integer[]', note: 'string?', at: { file: 'string' } }),
    ).toEqual({
      schema: {
        type: 'object',
        properties: {
          severity: { type: 'string', enum: ['none', 'error'] },
          text: { type: 'string' },
          lines: { type: 'array', items: { type: 'integer' } },
          note: { type: 'string' },
          at: { type: 'object', properties: { file: { type: 'string' } }, required: ['file'], additionalProperties: false },
        },
        required: ['severity', 'text', 'lines', 'at'],
        additionalProperties: false,
      },
    });
  });

  it('takes JSON Schema as it is', () => {
    for (const schema of [
      { type: 'object', properties: { a: { type: 'string' } } },
      { type: 'string', minLength: 3 },
      { anyOf: [{ type: 'string' }, { type: 'null' }] },
      { $ref: '#/$defs/x', $defs: { x: { type: 'string' } } },
    ]) {
      expect(liftSchema(schema)).toEqual({ schema });
    }
  });

  it('takes fields for fields that are called like keywords', () => {
    expect(liftSchema({ type: 'string', text: 'string' })).toMatchObject({ schema: { required: ['type', 'text'] } });
    expect(liftSchema({ title: 'string', description: 'string' })).toMatchObject({ schema: { required: ['title', 'description'] } });
    expect(liftSchema({ items: ['string'] })).toMatchObject({
      schema: { properties: { items: { type: 'array', items: { type: 'string' } } } },
    });
    expect(liftSchema({ items: 'string[]' })).toMatchObject({ schema: { properties: { items: { type: 'array' } } } });
  });

  it('takes one type, or a list of one', () => {
    expect(liftSchema('number')).toEqual({ schema: { type: 'number' } });
    expect(liftSchema([{ name: 'string' }])).toMatchObject({ schema: { type: 'array', items: { type: 'object' } } });
  });

  it.each([
    [{ a: { b: 'strnig' } }, 'a.b', 'is "strnig", which is no type'],
    [{ a: 3 }, 'a', 'is no type'],
    [{}, '', 'names no field'],
    [{ a: ['string', 'number'] }, 'a', 'is a list'],
  ])('says what is wrong with %j', (value, at, problem) => {
    expect(liftSchema(value)).toEqual({ at, problem: expect.stringContaining(problem) });
  });
});
