import { afterAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { dataFilter } from '../../../shared/actions/data/data-filter.ts';
import { dataMap } from '../../../shared/actions/data/data-map.ts';
import { dataSort } from '../../../shared/actions/data/data-sort.ts';
import { dataTransform } from '../../../shared/actions/data/data-transform.ts';
import { createSandbox } from '../../expressions/sandbox.ts';
import { makeContext } from '../test-context.ts';
import { dataFilterExecutor } from './data-filter.ts';
import { dataMapExecutor } from './data-map.ts';
import { dataSortExecutor } from './data-sort.ts';
import { dataTransformExecutor } from './data-transform.ts';

const sandbox = createSandbox({ maxWorkers: 1 });
afterAll(() => sandbox.close());

let evaluations = 0;
const context = makeContext({
  evaluate: (expression, names) => {
    evaluations += 1;
    return sandbox.evaluate(expression, names);
  },
});

const filter = (given: z.input<typeof dataFilter.parameters>) => dataFilterExecutor.run(dataFilter.parameters.parse(given), context);
const map = (given: z.input<typeof dataMap.parameters>) => dataMapExecutor.run(dataMap.parameters.parse(given), context);
const sort = (given: z.input<typeof dataSort.parameters>) => dataSortExecutor.run(dataSort.parameters.parse(given), context);
const transform = (given: z.input<typeof dataTransform.parameters>) =>
  dataTransformExecutor.run(dataTransform.parameters.parse(given), context);

describe('data.transform', () => {
  it('gives what the expression gives, with every value by its name', async () => {
    const given = { input: { price: 20 }, values: { amount: 3 }, expression: '({ total: input.price * amount })' };
    expect(await transform(given)).toEqual({ data: { total: 60 } });
    expect(await transform({ input: [3, 4], expression: 'input.map((n) => n * n)' })).toEqual({ data: [9, 16], count: 2 });
  });

  it('EX-7 no value is an error, null is a value', async () => {
    await expect(transform({ input: {}, expression: 'input.missing' })).rejects.toMatchObject({ code: 'NO_VALUE' });
    expect(await transform({ input: {}, expression: 'null' })).toEqual({ data: null });
  });

  it('EX-5 hostile keys are data in and out', async () => {
    const input = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}');
    expect(JSON.stringify((await transform({ input, expression: 'input' })).data)).toBe(JSON.stringify(input));
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('EX-3 a memory bomb and an endless loop fail the step only', async () => {
    await expect(transform({ input: 1, expression: '(() => { for (;;); })()' })).rejects.toMatchObject({ code: 'EXPR_TIMEOUT' });
    const bomb = '(() => { const all = []; for (;;) all.push("x".repeat(1e6) + all.length); })()';
    await expect(transform({ input: 1, expression: bomb })).rejects.toMatchObject({
      code: expect.stringMatching(/^EXPR_(MEMORY|TIMEOUT)$/),
    });
    expect(await transform({ input: 1, expression: 'input + 1' })).toEqual({ data: 2 });
  });
});

describe('data.filter', () => {
  it('keeps the items for which the expression is true, unchanged and in order', async () => {
    const input = [{ size: 1 }, { size: 3 }, null, { size: 2 }];
    expect(await filter({ input, expression: 'item?.size > 1 && index < 9' })).toEqual({ data: [{ size: 3 }, { size: 2 }], count: 2 });
    expect((await filter({ input: [{ a: 1 }], expression: '(item.a = 2)' })).data).toEqual([{ a: 1 }]);
  });

  it('takes one evaluation whatever the length (EN-8)', async () => {
    const input = Array.from({ length: 20_000 }, (_, index) => index);
    evaluations = 0;
    expect((await filter({ input, expression: 'item % 2 === 0' })).count).toBe(10_000);
    expect(evaluations).toBe(1);
  });

  it('takes an expression that ends in a comment', async () => {
    expect((await filter({ input: [1, 2], expression: 'item > 1 // the big ones' })).data).toEqual([2]);
  });

  it('names the fault of an expression that is none', async () => {
    await expect(filter({ input: [1], expression: 'item >' })).rejects.toMatchObject({ code: 'EXPR_SYNTAX' });
    await expect(filter({ input: [1], expression: 'item.a.b' })).rejects.toMatchObject({ code: 'EXPR_ERROR' });
  });
});

describe('data.map', () => {
  it('gives one new item for each', async () => {
    expect(await map({ input: ['a', 'b'], expression: '({ [item]: index })' })).toEqual({ data: [{ a: 0 }, { b: 1 }], count: 2 });
    expect((await map({ input: [{ a: 1 }, {}], expression: 'item.a' })).data).toEqual([1, null]);
  });

  it('an expression that breaks out of its brackets is still only an expression of the sandbox', async () => {
    await expect(map({ input: [1], expression: '1)).length, ((1' })).rejects.toMatchObject({ code: 'EXPR_SYNTAX' });
  });
});

describe('data.sort', () => {
  const names = (data: readonly unknown[]) => data.map((item) => (item as { name: string }).name);

  it('sorts by a path, numbers as numbers, and leaves the input as it was', async () => {
    const input = [10, 9, 1];
    expect((await sort({ input })).data).toEqual([1, 9, 10]);
    expect(input).toEqual([10, 9, 1]);
    const nested = [
      { name: 'b', at: { y: 2 } },
      { name: 'a', at: { y: 1 } },
    ];
    expect(names((await sort({ input: nested, by: 'at.y' })).data)).toEqual(['a', 'b']);
    expect((await sort({ input: [{ 'First Name': 'b' }, { 'First Name': 'a' }], by: 'First Name' })).data[0]).toEqual({
      'First Name': 'a',
    });
  });

  it('sorts by an expression', async () => {
    expect((await sort({ input: ['ccc', 'a', 'bb'], expression: 'item.length', order: 'desc' })).data).toEqual(['ccc', 'bb', 'a']);
  });

  it('is stable in both directions', async () => {
    const input = [
      { name: 'a', k: 1 },
      { name: 'b', k: 1 },
      { name: 'c', k: 0 },
      { name: 'd', k: 1 },
    ];
    expect(names((await sort({ input, by: 'k' })).data)).toEqual(['c', 'a', 'b', 'd']);
    expect(names((await sort({ input, by: 'k', order: 'desc' })).data)).toEqual(['a', 'b', 'd', 'c']);
  });

  it('items without a value come last in both directions', async () => {
    const input = [{ name: 'gap' }, { name: 'null', k: null }, { name: 'two', k: 2 }, { name: 'one', k: 1 }];
    expect(names((await sort({ input, by: 'k' })).data)).toEqual(['one', 'two', 'gap', 'null']);
    expect(names((await sort({ input, by: 'k', order: 'desc' })).data)).toEqual(['two', 'one', 'gap', 'null']);
  });

  it.each([
    ['auto', ['file10', 'file2', 'File3'], ['file10', 'file2', 'File3']],
    ['natural', ['file10', 'file2', 'File3'], ['file2', 'File3', 'file10']],
    ['number', ['10', '9', 'none', 1], [1, '9', '10', 'none']],
    ['text', [10, 9, '1'], ['1', 10, 9]],
  ] as const)('compare: %s', async (compare, input, expected) => {
    expect((await sort({ input: [...input], compare })).data).toEqual(expected);
  });

  it('by and expression together are refused', () => {
    expect(dataSort.parameters.safeParse({ input: [], by: 'a', expression: 'b' }).success).toBe(false);
  });
});
