import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { dataAggregate } from '../../../shared/actions/data/data-aggregate.ts';
import { makeContext } from '../test-context.ts';
import { dataAggregateExecutor } from './data-aggregate.ts';

const context = makeContext();

function aggregate(given: z.input<typeof dataAggregate.parameters>) {
  return dataAggregateExecutor.run(dataAggregate.parameters.parse(given), context);
}

const orders = [{ by: 'ada', total: 10 }, { by: 'grace', total: '5.5' }, { by: 'ada', total: null }, { total: 2 }];

describe('figures', () => {
  it.each([
    ['count', 3],
    ['sum', 17.5],
    ['average', 17.5 / 3],
    ['min', 2],
    ['max', 10],
  ] as const)('%s leaves out what is missing and reads numbers written as text', async (operation, data) => {
    expect(await aggregate({ input: orders, operation, field: 'total' })).toEqual({ data, count: 4 });
  });

  it.each([
    ['count', 0],
    ['sum', 0],
    ['average', null],
    ['min', null],
    ['max', null],
    ['unique', []],
  ] as const)('%s of nothing is %j', async (operation, data) => {
    expect(await aggregate({ input: [], operation })).toEqual({ data, count: 0 });
  });

  it('min and max of texts go by the alphabet, of numbers in texts by size', async () => {
    expect((await aggregate({ input: ['pear', 'apple'], operation: 'min' })).data).toBe('apple');
    expect((await aggregate({ input: ['9', '10'], operation: 'max' })).data).toBe('10');
  });

  it('a value that is no number is named instead of giving NaN', async () => {
    await expect(aggregate({ input: [{ n: 1 }, { n: 'two' }], operation: 'sum', field: 'n' })).rejects.toMatchObject({
      code: 'WRONG_TYPE',
      message: expect.stringContaining('two'),
    });
  });
});

describe('unique', () => {
  it('gives the distinct values of a field, compared by value', async () => {
    expect(await aggregate({ input: orders, operation: 'unique', field: 'by' })).toEqual({ data: ['ada', 'grace'], count: 2 });
    const objects = [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
      { a: '1', b: 2 },
    ];
    expect((await aggregate({ input: objects, operation: 'unique' })).count).toBe(2);
  });

  it('by: keeps the first item with each value', async () => {
    const { data } = await aggregate({ input: orders, operation: 'unique', by: 'by' });
    expect(data).toEqual([orders[0], orders[1], orders[3]]);
  });
});

describe('groupBy', () => {
  it('gives the items of each group, in the order met', async () => {
    expect(await aggregate({ input: orders, operation: 'groupBy', by: 'by' })).toEqual({
      data: [
        { key: 'ada', count: 2, items: [orders[0], orders[2]] },
        { key: 'grace', count: 1, items: [orders[1]] },
        { key: null, count: 1, items: [orders[3]] },
      ],
      count: 3,
    });
  });

  it('gives the figures asked for instead of the items', async () => {
    const { data } = await aggregate({
      input: orders,
      operation: 'groupBy',
      by: 'by',
      aggregates: { total: { operation: 'sum', field: 'total' }, orders: { operation: 'count' } },
    });
    expect(data).toEqual([
      { key: 'ada', count: 2, values: { total: 10, orders: 2 } },
      { key: 'grace', count: 1, values: { total: 5.5, orders: 1 } },
      { key: null, count: 1, values: { total: 2, orders: 1 } },
    ]);
  });

  it('EX-5 a group may be called __proto__, and paths see own properties only', async () => {
    const { data } = await aggregate({ input: [{ k: '__proto__' }], operation: 'groupBy', by: 'k' });
    expect(data).toEqual([{ key: '__proto__', count: 1, items: [{ k: '__proto__' }] }]);
    for (const field of ['__proto__', 'constructor.name', 'toString']) {
      expect((await aggregate({ input: [{ k: 1 }], operation: 'unique', field })).data).toEqual([]);
    }
  });

  it('without by it is refused before it runs', () => {
    expect(dataAggregate.parameters.safeParse({ input: [], operation: 'groupBy' }).success).toBe(false);
  });
});
