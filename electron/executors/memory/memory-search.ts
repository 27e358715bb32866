import type { memorySearch } from '../../../shared/actions/memory/memory-search.ts';
import type { ExecutorFor } from '../executor.ts';
import { showEntry } from './shown-entry.ts';

export const memorySearchExecutor: ExecutorFor<typeof memorySearch> = {
  plan: ({ query, agent }) => `Would search ${agent === undefined ? 'all memories' : `the memory of ${agent}`} for ${query}`,
  run: async ({ query, agent, limit }, { host }) => {
    const found = await host.memory.read((memory) => memory.search({ text: query, limit, ...(agent === undefined ? {} : { agent }) }));
    return { entries: found.map(showEntry), count: found.length };
  },
};
