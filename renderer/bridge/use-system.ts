import { useQuery } from '@tanstack/react-query';
import { engine } from './engine.ts';

/** Other windows, triggers and the command line start runs too. */
const refreshMs = 5000;

/** The engine, and how much goes on in it. */
export function useSystem() {
  return useQuery({
    queryKey: ['system'],
    queryFn: ({ signal }) => engine.system.info(undefined, { signal }),
    refetchInterval: refreshMs,
  });
}
