import type { z } from 'zod';
import type { dataSort } from '../../../shared/actions/data/data-sort.ts';
import type { Json } from '../../../shared/lib/json.ts';
import type { ExecutorFor, StepContext } from '../executor.ts';
import { comparerFor } from './compare-values.ts';
import { mapItems } from './each-item.ts';
import { readerOf } from './item-path.ts';

type Parameters = z.output<typeof dataSort.parameters>;

export const dataSortExecutor: ExecutorFor<typeof dataSort> = {
  plan: ({ input, by, expression, order }) => `Would sort ${input.length} items by ${by ?? expression ?? 'themselves'} (${order})`,
  run: async (parameters, context) => {
    const keys = await sortKeys(parameters, context);
    const data = sortByKeys(parameters, keys);
    return { data, count: data.length };
  },
};

async function sortKeys({ input, by, expression }: Parameters, context: StepContext): Promise<readonly (Json | undefined)[]> {
  if (expression !== undefined) return mapItems(input, expression, context);
  return input.map(readerOf(by));
}

function sortByKeys({ input, order, compare }: Parameters, keys: readonly (Json | undefined)[]): readonly Json[] {
  const comparer = comparerFor(compare);
  const direction = order === 'desc' ? -1 : 1;
  return input
    .map((item, index) => ({ item, key: keys[index] ?? null }))
    .sort((left, right) => {
      // Without a value means last in both directions: nobody looks for the gaps first.
      if (left.key === null || right.key === null) return Number(left.key === null) - Number(right.key === null);
      return direction * comparer(left.key, right.key);
    })
    .map(({ item }) => item);
}
