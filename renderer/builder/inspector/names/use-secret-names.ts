import { useQuery } from '@tanstack/react-query';
import { engine } from '../../../bridge/engine.ts';

const none: readonly string[] = [];

/** The names of the secrets that there are; none where they cannot be read. */
export function useSecretNames(): readonly string[] {
  const list = useQuery({
    queryKey: ['secrets', 'names'],
    queryFn: async ({ signal }) => (await engine.secrets.list({}, { signal })).items.map(({ name }) => name),
    staleTime: 60_000,
    retry: false,
  });
  return list.data ?? none;
}
