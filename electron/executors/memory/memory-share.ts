import type { memoryShare } from '../../../shared/actions/memory/memory-share.ts';
import { planShare } from '../../../shared/memory/plan-share.ts';
import type { ExecutorFor } from '../executor.ts';

export const memoryShareExecutor: ExecutorFor<typeof memoryShare> = {
  plan: ({ agent, key, with: others }) => `Would share ${[key].flat().join(', ')} of ${agent} with ${[others].flat().join(', ')}`,
  run: async ({ agent, key, with: others, ttl }, context) => {
    const expiresAt = ttl === undefined ? undefined : context.now() + ttl;
    const request = { agent, keys: [key].flat(), with: [others].flat(), expiresAt };
    const { shared, missing, changes } = await context.host.memory.read((memory) => planShare(memory, request));
    context.host.memory.change(changes);
    if (missing.length > 0) context.log('info', `${agent} remembers nothing under ${missing.join(', ')}\n`);
    return { shared, missing };
  },
};
