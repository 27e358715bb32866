import { describe, expect, it } from 'vitest';
import { describeActions } from '../../../../shared/actions/describe-actions.ts';
import type { JsonObject } from '../../../../shared/lib/json.ts';
import { type FieldModel, fieldOf, fieldsOf, labelOf } from './field-model.ts';
import { emptyValue, fits, modeOf, optionFor, readMeasure } from './field-value.ts';

const actions = describeActions();
function field(action: string, name: string): FieldModel {
  const schema = actions.find(({ type }) => type === action)?.parameters as JsonObject;
  const found = fieldsOf(schema).find((one) => one.name === name);
  if (found === undefined) throw new Error(`${action} has no ${name}`);
  return found;
}

describe('the fields of an action', () => {
  it('are there for every parameter of every action, with help, those that are needed first', () => {
    for (const { parameters } of actions) {
      const fields = fieldsOf(parameters);
      expect(fields.map(({ name }) => name).sort()).toEqual(Object.keys(parameters['properties'] ?? {}).sort());
      const needed = fields.map(({ required }) => required);
      expect(needed).toEqual([...needed].sort((a, b) => Number(b) - Number(a)));
      expect(fields.filter(({ help }) => help === undefined).map(({ name }) => name)).toEqual([]);
    }
  });

  it('have the kind that their schema asks for', () => {
    expect(field('file.read', 'path')).toMatchObject({ kind: 'text', required: true, looks: { path: 'file' } });
    expect(field('file.read', 'as')).toMatchObject({ kind: 'choice', preset: 'text', choices: ['text', 'json', 'yaml', 'csv', 'lines'] });
    expect(field('file.read', 'maxBytes')).toMatchObject({ kind: 'measure', preset: '10MB' });
    expect(field('file.list', 'limit')).toMatchObject({ kind: 'number', isInteger: true, min: 1, max: 100_000 });
    expect(field('file.copy', 'source')).toMatchObject({ kind: 'texts' });
    expect(field('file.copy', 'overwrite')).toMatchObject({ kind: 'boolean', preset: false });
    expect(field('file.write', 'content')).toMatchObject({ kind: 'any', looks: { lines: 'many' } });
    expect(field('shell.run', 'environment')).toMatchObject({ kind: 'map', entry: { kind: 'text' } });
    expect(field('shell.run', 'okExitCodes')).toMatchObject({ kind: 'list', entry: { kind: 'number' } });
    expect(field('http.request', 'body')).toMatchObject({ kind: 'union' });
    expect(field('data.map', 'expression')).toMatchObject({ kind: 'expression', looks: { names: ['item', 'index'] } });
    expect(field('data.transform', 'input').kind).toBe('any');
    expect(fieldOf('events', { type: 'array', items: { enum: ['add', 'change'] } })).toMatchObject({ kind: 'choices' });
  });

  it('are labelled in words', () => {
    expect(labelOf('maxRunsPerMinute')).toBe('Max runs per minute');
  });
});

describe('a value in a field', () => {
  const number = fieldOf('count', { type: 'integer', minimum: 2 });

  it('that fits is shown by the form, one with placeholders as text, and any other as it is written', () => {
    expect(modeOf(number, 3)).toBe('form');
    expect(modeOf(number, '{{ vars.count }}')).toBe('placeholder');
    expect(modeOf(number, 'three')).toBe('raw');
    expect(modeOf(number, undefined)).toBe('form');
    expect(modeOf(field('file.read', 'path'), '{{ trigger.filePath }}')).toBe('form');
    expect(modeOf(field('file.read', 'as'), 'nonsense')).toBe('raw');
    expect(modeOf(field('http.request', 'headers'), { a: { b: 1 } })).toBe('form');
    expect(modeOf(field('file.copy', 'source'), ['a', 3])).toBe('raw');
  });

  it('of a union is shown by the form that fits', () => {
    const body = field('http.request', 'body');
    expect(body.options?.[optionFor(body, 'text')]?.kind).toBe('text');
    expect(body.options?.[optionFor(body, { form: { a: 1 } })]?.fields?.[0]?.name).toBe('form');
    expect(fits(body, { form: {}, json: 1 })).toBe(false);
  });

  it('begins as its default, or as little as is allowed', () => {
    expect(emptyValue(number)).toBe(2);
    expect(emptyValue(field('file.read', 'maxBytes'))).toBe('10MB');
    expect(emptyValue(fieldOf('x', { type: 'object', properties: { a: { type: 'string' }, b: {} }, required: ['a'] }))).toEqual({ a: '' });
  });

  it('of a measure is a number when it is written as one', () => {
    expect([readMeasure('500'), readMeasure('5m'), readMeasure('')]).toEqual([500, '5m', '']);
  });
});
