import { useQuery } from '@tanstack/react-query';
import { engine } from '../../../bridge/engine.ts';
import type { Remembered } from './known-names.ts';

const none: readonly Remembered[] = [];
const mostValues = 500;

/** What agents remember now, the newest first; nothing where it cannot be read. */
export function useRemembered(): readonly Remembered[] {
  const list = useQuery({
    queryKey: ['memory', 'names'],
    queryFn: async ({ signal }) => (await engine.memory.list({ limit: mostValues }, { signal })).items,
    staleTime: 30_000,
    retry: false,
  });
  return list.data ?? none;
}
