import type { memoryShare } from '../../../shared/actions/memory/memory-share.ts';
import { planShare } from '../../../shared/memory/plan-share.ts';
import type { ExecutorFor } from '../executor.ts';

export const memoryShareExecutor: ExecutorFor<typeof memoryShare> = {
  plan: ({ agent, key, with: others }) => `Would share ${[key].flat().join(', ')} of ${agent} with ${[others].flat().join(', ')}`,
  run: async ({ agent, key, with: others, ttl }, context) => {
    const keys = [...new Set([key].flat())];
    const found = await context.host.memory.read((memory) => keys.flatMap((one) => memory.get(agent, one) ?? []));
    const expiry = ttl === undefined ? {} : { expiresAt: context.now() + ttl };
    const copies = found.flatMap((entry) =>
      [...new Set([others].flat())].filter((other) => other !== agent).map((other) => ({ entry, with: other, ...expiry })),
    );
    context.host.memory.change(copies.map(planShare));
    const missing = keys.filter((one) => !found.some((entry) => entry.key === one));
    if (missing.length > 0) context.log('info', `${agent} remembers nothing under ${missing.join(', ')}\n`);
    return { shared: copies.map((copy) => ({ key: copy.entry.key, with: copy.with })), missing };
  },
};
