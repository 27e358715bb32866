import type { dataMap } from '../../../shared/actions/data/data-map.ts';
import type { ExecutorFor } from '../executor.ts';
import { mapItems } from './each-item.ts';

export const dataMapExecutor: ExecutorFor<typeof dataMap> = {
  plan: ({ input, expression }) => `Would work this out for each of ${input.length} items: ${expression}`,
  run: async ({ input, expression }, context) => {
    const data = await mapItems(input, expression, context);
    return { data, count: data.length };
  },
};
