import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { smallCatalogue } from '../../test/support/small-catalogue.ts';
import { defineAction } from '../actions/action.ts';
import { workflowJsonSchema } from './json-schema.ts';

const json: z.ZodType = z.lazy(() => z.union([z.string(), z.array(json)]));
const nested = defineAction({
  type: 'nested',
  title: 'Nested',
  summary: 'Takes JSON',
  parameters: z.strictObject({ value: json.describe('Any') }),
  output: z.object({}),
  effect: 'pure',
  example: { value: 'x' },
});
const catalogue = { ...smallCatalogue, actions: { ...smallCatalogue.actions, nested } };

const accepts = new Ajv2020({ strict: false }).compile(workflowJsonSchema(catalogue));
const withStep = (step: object): boolean => accepts({ name: 'x', steps: [step] });

describe('workflowJsonSchema', () => {
  it('knows what each action takes', () => {
    expect(withStep({ action: 'file.read', with: { path: 'a', maxBytes: 5 } })).toBe(true);
    expect(withStep({ action: 'file.read', with: { paht: 'a' } })).toBe(false);
    expect(withStep({ action: 'file.reed', with: { path: 'a' } })).toBe(false);
    expect(withStep({ action: 'chat.send', with: { anything: 1 } })).toBe(true);
    expect(withStep({ action: 'nested', with: { value: ['x', ['y']] } })).toBe(true);
    expect(withStep({ action: 'nested', with: { value: [1] } })).toBe(false);
  });

  it('takes a placeholder wherever a value is asked for', () => {
    expect(withStep({ action: 'file.read', with: { path: '{{ p }}', maxBytes: '{{ n }}', options: { follow: '{{ f }}' } } })).toBe(true);
    expect(withStep({ action: 'file.read', with: { path: 'a', maxBytes: 'many' } })).toBe(false);
  });

  it('knows the kinds, also inside each other, and triggers', () => {
    expect(withStep({ parallel: { a: [{ forEach: 'x', steps: [{ delay: '5m' }] }] } })).toBe(true);
    expect(withStep({ parallel: { a: [{ forEach: 'x', steps: [{ dely: '5m' }] }] } })).toBe(false);
    const trigger = (value: object): boolean => accepts({ name: 'x', steps: [{ delay: 1 }], triggers: [value] });
    expect(trigger({ type: 'schedule', config: { cron: 'x' } })).toBe(true);
    expect(trigger({ type: 'schedule', config: { corn: 'x' } })).toBe(false);
    expect(trigger({ type: 'webhook', config: { x: 1 } })).toBe(true);
  });

  it('works with nothing to complete', () => {
    expect(workflowJsonSchema({ actions: {}, triggers: {} })).toMatchObject({ type: 'object', title: 'Pawl workflow, format 1' });
  });
});
