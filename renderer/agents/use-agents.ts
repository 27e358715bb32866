import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Agent } from '../../shared/agents/agent.ts';
import type { AgentView } from '../../shared/contract/agents.ts';
import { engine } from '../bridge/engine.ts';

const queryKey = ['agents'];

export function useAgents() {
  return useQuery({ queryKey, queryFn: ({ signal }) => engine.agents.list(undefined, { signal }) });
}

/** Everything that can be granted. */
export function useTools() {
  return useQuery({
    queryKey: [...queryKey, 'tools'],
    queryFn: ({ signal }) => engine.agents.tools(undefined, { signal }),
    staleTime: 30_000,
  });
}

/** What models have cost in the last thirty days, by agent. */
export function useSpend() {
  return useQuery({ queryKey: ['models', 'spend'], queryFn: ({ signal }) => engine.models.spend({ days: 30 }, { signal }) });
}

/** The runs that it has worked in lately. */
export function useLatestCalls(agent: string) {
  return useQuery({
    queryKey: ['models', 'calls', 'agent', agent],
    queryFn: ({ signal }) => engine.models.calls({ agent, limit: 100 }, { signal }),
    refetchInterval: 5000,
  });
}

export function useModels() {
  return useQuery({ queryKey: ['models', 'list'], queryFn: ({ signal }) => engine.models.list({}, { signal }), staleTime: 30_000 });
}

export interface AgentChange {
  /** As it was called before. */
  readonly name: string;
  readonly agent: Agent;
  /** 0: it is new. */
  readonly revision: number;
}

export function useSaveAgent(onSaved: (saved: AgentView) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ name, agent, revision }: AgentChange) => engine.agents.save({ agent: name, definition: agent, revision }),
    onSuccess(saved) {
      void queries.invalidateQueries({ queryKey });
      onSaved(saved);
    },
  });
}

export function useRemoveAgent(onRemoved: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (agent: string) => engine.agents.remove({ agent }),
    onSuccess() {
      void queries.invalidateQueries({ queryKey });
      onRemoved();
    },
  });
}

export function useDuplicateAgent(onMade: (made: AgentView) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (agent: string) => engine.agents.duplicate({ agent }),
    onSuccess(made) {
      void queries.invalidateQueries({ queryKey });
      onMade(made);
    },
  });
}
