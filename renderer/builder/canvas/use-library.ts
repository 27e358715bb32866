import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { engine } from '../../bridge/engine.ts';
import { type KnownAction, type LibraryItem, libraryOf } from './library.ts';

const noActions: readonly KnownAction[] = [];

/** Everything that can be added: the actions that the engine knows, and the kinds of steps. */
export function useLibrary(): readonly LibraryItem[] {
  const actions = useQuery({
    queryKey: ['workflows', 'actions'],
    queryFn: ({ signal }) => engine.workflows.actions({}, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const items = actions.data?.items ?? noActions;
  return useMemo(() => libraryOf(items), [items]);
}
