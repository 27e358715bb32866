import type { memoryDelete } from '../../../shared/actions/memory/memory-delete.ts';
import type { ExecutorFor } from '../executor.ts';

export const memoryDeleteExecutor: ExecutorFor<typeof memoryDelete> = {
  plan: ({ agent, key }) => `Would forget ${key} of ${agent}`,
  run: async ({ agent, key }, { host }) => {
    const entry = await host.memory.read((memory) => memory.get(agent, key));
    host.memory.change([{ kind: 'delete', agent, key }]);
    return { deleted: entry !== undefined };
  },
};
