import { describe, expect, it } from 'vitest';
import { isStrictSchema } from '../../shared/ai/strict-schema.ts';
import { answerSchemaOf, readAnswer } from './structured-answer.ts';

const ofObject = answerSchemaOf({ type: 'object', properties: { a: { type: 'number' } } });

describe('an answer in JSON', () => {
  it.each([
    '{"a":1}',
    '  {"a":1}\n',
    '```json\n{"a":1}\n```',
    'Here you are:\n```\n{"a":1}\n```\nAnything else?',
    'The answer is {"a":1}.',
  ])('is found in %j', (text) => {
    expect(readAnswer(text, ofObject)).toEqual({ data: { a: 1 } });
  });

  it.each([
    ['', 'it is empty'],
    ['I cannot', 'it is no JSON'],
    ['{"a":1', 'it is no JSON'],
  ])('is not found in %j: %s', (text, problem) => {
    expect(readAnswer(text, ofObject)).toEqual({ problem });
  });

  it('of something else than an object is asked for as a field of one', () => {
    const list = answerSchemaOf({ type: 'array', items: { $ref: '#/$defs/row' }, $defs: { row: { type: 'string' } } });
    expect(list.sent).toEqual({
      type: 'object',
      properties: { value: { type: 'array', items: { $ref: '#/$defs/row' } } },
      required: ['value'],
      additionalProperties: false,
      $defs: { row: { type: 'string' } },
    });
    expect(readAnswer('{"value":["x"]}', list)).toEqual({ data: ['x'] });
    expect(readAnswer('["x"]', list)).toEqual({ data: ['x'] });
  });
});

it('a provider is asked to promise a fit only for closed objects that ask for all of their fields', () => {
  const closed = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false };
  expect(isStrictSchema(closed)).toBe(true);
  expect(isStrictSchema({ ...closed, required: [] })).toBe(false);
  expect(isStrictSchema({ ...closed, additionalProperties: true })).toBe(false);
  expect(isStrictSchema({ ...closed, properties: { a: { type: 'string', minLength: 3 } } })).toBe(false);
  expect(isStrictSchema({ type: 'array', items: { ...closed, required: [] } })).toBe(false);
});
