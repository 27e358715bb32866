import type { memoryGet } from '../../../shared/actions/memory/memory-get.ts';
import type { ExecutorFor } from '../executor.ts';
import { showEntry } from './shown-entry.ts';

export const memoryGetExecutor: ExecutorFor<typeof memoryGet> = {
  plan: ({ agent, key }) => `Would recall ${key} of ${agent}`,
  run: async ({ agent, key, default: preset }, { host }) => {
    const entry = await host.memory.read((memory) => memory.get(agent, key));
    if (entry === undefined) return { found: false, value: preset, source: null, updatedAt: null, expiresAt: null };
    const { value, source, updatedAt, expiresAt } = showEntry(entry);
    return { found: true, value, source, updatedAt, expiresAt };
  },
};
