import { QueryClient } from '@tanstack/react-query';
import { isConnectionLost } from './failure.ts';

/** What was shown stays while the connection is away; a call that it cut off is made again. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 1000,
        // The engine is on this machine: there is no network to wait for.
        networkMode: 'always',
        retry: (count, error) => isConnectionLost(error) && count < 5,
        retryDelay: 300,
      },
      mutations: { networkMode: 'always' },
    },
  });
}
