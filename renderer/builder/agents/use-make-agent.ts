import { useMutation, useQueryClient } from '@tanstack/react-query';
import { defaultAgent } from '../../../shared/agents/default-agent.ts';
import { engine } from '../../bridge/engine.ts';
import { tellDone, tellFailure } from '../../bridge/tell.ts';
import { useBuilder } from '../document/use-builder.ts';

/** Makes an agent to begin with, of a name that the workflow uses. */
export function useMakeAgent() {
  const queries = useQueryClient();
  const workflow = useBuilder(({ document }) => document?.name ?? '');
  return useMutation({
    mutationFn: (name: string) => engine.agents.save({ agent: name, definition: defaultAgent(name, workflow), revision: 0 }),
    onSuccess: ({ agent }) => tellDone(`Made ${agent.name}: it reads files and git, and nothing else.`),
    onError: tellFailure,
    // Also after a failure: somebody else may have made it meanwhile.
    onSettled: () => queries.invalidateQueries({ queryKey: ['agents'] }),
  });
}
