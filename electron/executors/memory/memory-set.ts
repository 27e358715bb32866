import type { memorySet } from '../../../shared/actions/memory/memory-set.ts';
import type { ExecutorFor } from '../executor.ts';
import { isoOrNull } from './shown-entry.ts';

export const memorySetExecutor: ExecutorFor<typeof memorySet> = {
  plan: ({ agent, key }) => `Would remember ${key} for ${agent}`,
  run: async ({ agent, key, value, ttl }, context) => {
    const expiresAt = ttl === undefined ? null : context.now() + ttl;
    context.host.memory.change([{ kind: 'set', agent, key, value, expiresAt }]);
    return { agent, key, expiresAt: isoOrNull(expiresAt) };
  },
};
