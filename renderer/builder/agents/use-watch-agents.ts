import { useEffect } from 'react';
import { useBuilderStore } from '../document/use-builder.ts';
import { useAgentNames } from './use-agent-names.ts';

/** Lets the document know which agents there are, so that its problems tell of those that are missing. */
export function useWatchAgents(): void {
  const store = useBuilderStore();
  const names = useAgentNames();
  useEffect(() => {
    if (names !== undefined) store.getState().knowAgents(names);
  }, [store, names]);
}
