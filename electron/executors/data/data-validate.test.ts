import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { dataValidate } from '../../../shared/actions/data/data-validate.ts';
import { makeContext } from '../test-context.ts';
import { dataValidateExecutor } from './data-validate.ts';

const context = makeContext();

function validate(given: z.input<typeof dataValidate.parameters>) {
  return dataValidateExecutor.run(dataValidate.parameters.parse(given), context);
}

const schema = {
  type: 'object',
  required: ['port', 'mail'],
  properties: { port: { type: 'integer' }, mail: { type: 'string', format: 'email' } },
};

describe('a value against a schema', () => {
  it('that matches is valid', async () => {
    expect(await validate({ input: { port: 1, mail: 'ada@example.com' }, schema })).toEqual({ valid: true, errors: [] });
  });

  it('that does not match fails the step with everything that is wrong', async () => {
    await expect(validate({ input: { port: 'x', mail: 'ada' }, schema })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: [expect.objectContaining({ path: '/port' }), expect.objectContaining({ path: '/mail' })],
    });
  });

  it('that does not match only says so with failOnInvalid: false', async () => {
    const { valid, errors } = await validate({ input: {}, schema, failOnInvalid: false });
    expect([valid, errors.length]).toEqual([false, 2]);
  });

  it.each([
    ['2020-12', { prefixItems: [{ type: 'string' }] }, [1]],
    ['draft-07', { $schema: 'http://json-schema.org/draft-07/schema#', items: [{ type: 'string' }] }, [1]],
  ])('follows %s', async (_draft, tuple, input) => {
    expect((await validate({ input, schema: tuple, failOnInvalid: false })).valid).toBe(false);
  });
});

describe('a schema', () => {
  it.each([
    ['that is none', { type: 'nonsense' }],
    ['that refers to the web, which is never asked', { $ref: 'https://example.com/schema.json' }],
    ['with a broken pattern', { type: 'string', pattern: '(' }],
  ])('%s is SCHEMA_INVALID', async (_name, broken) => {
    await expect(validate({ input: 'x', schema: broken })).rejects.toMatchObject({ code: 'SCHEMA_INVALID' });
  });

  it('EX-2 whose pattern backtracks for ages is stopped', async () => {
    const startedMs = performance.now();
    await expect(validate({ input: `${'a'.repeat(40)}!`, schema: { type: 'string', pattern: '^(a+)+$' } })).rejects.toMatchObject({
      code: 'TIMEOUT',
    });
    expect(performance.now() - startedMs).toBeLessThan(5000);
  });

  it('EX-5 with hostile property names checks own properties only', async () => {
    const hostile = JSON.parse('{"type":"object","required":["__proto__","constructor"]}');
    expect((await validate({ input: {}, schema: hostile, failOnInvalid: false })).valid).toBe(false);
  });
});
