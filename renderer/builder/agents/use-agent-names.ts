import { useQuery } from '@tanstack/react-query';
import { engine } from '../../bridge/engine.ts';

/** The agents that there are, by name; undefined until they are known. */
export function useAgentNames(): readonly string[] | undefined {
  const agents = useQuery({
    queryKey: ['agents'],
    queryFn: ({ signal }) => engine.agents.list(undefined, { signal }),
    select: namesOf,
  });
  return agents.data;
}

function namesOf({ items }: Awaited<ReturnType<typeof engine.agents.list>>): readonly string[] {
  return items.map(({ agent }) => agent.name);
}
