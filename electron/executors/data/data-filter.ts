import type { dataFilter } from '../../../shared/actions/data/data-filter.ts';
import type { Json } from '../../../shared/lib/json.ts';
import type { ExecutorFor } from '../executor.ts';
import { findPositions } from './each-item.ts';

export const dataFilterExecutor: ExecutorFor<typeof dataFilter> = {
  plan: ({ input, expression }) => `Would keep those of ${input.length} items for which this is true: ${expression}`,
  run: async ({ input, expression }, context) => {
    const positions = new Set(await findPositions(input, expression, context));
    const data = input.filter((_item: Json, index: number) => positions.has(index));
    return { data, count: data.length };
  },
};
