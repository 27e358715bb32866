import { onlineManager, QueryClient } from '@tanstack/react-query';
import { onConnection } from './engine.ts';
import { isConnectionLost } from './failure.ts';

/** What was shown stays while the engine is away; what is asked meanwhile, or was cut off, is asked when it is back. */
export function createQueryClient(): QueryClient {
  // The engine is on this machine: whether there is a network does not matter.
  onlineManager.setEventListener((setOnline) => onConnection((isLost) => setOnline(!isLost)));
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 1000,
        retry: (count, error) => isConnectionLost(error) && count < 5,
        retryDelay: 300,
      },
      // What a person does is done at once or not at all, never later by itself.
      mutations: { networkMode: 'always' },
    },
  });
}
