import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { engine } from '../bridge/engine.ts';

/** Steps begin chats, and so does the terminal. */
const refreshMs = 4000;

/** The one that was spoken in last comes first. */
export function useChats() {
  return useQuery({
    queryKey: ['chats'],
    queryFn: ({ signal }) => engine.chat.sessions({ limit: 200 }, { signal }),
    refetchInterval: refreshMs,
  });
}

export function useAgentNames() {
  return useQuery({
    queryKey: ['agents', 'names'],
    queryFn: async ({ signal }) => (await engine.agents.list(undefined, { signal })).items.map(({ agent }) => agent.name),
  });
}

export function useBeginChat(onBegun: (id: string) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => engine.chat.create({}),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['chats'] });
      onBegun(id);
    },
  });
}

export function useAlterChat(session: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: { readonly title?: string; readonly agent?: string }) => engine.chat.alter({ session, ...change }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['chats'] }),
  });
}

export function useRemoveChat(onRemoved: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (session: string) => engine.chat.remove({ session }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['chats'] });
      onRemoved();
    },
  });
}
