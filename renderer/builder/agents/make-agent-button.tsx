import { Button } from '@mantine/core';
import { canBeAgent } from '../document/agent-mentions.ts';
import { useMakeAgent } from './use-make-agent.ts';

/** The way out where an agent is missing; nothing where no agent could have the name. */
export function MakeAgentButton({ name }: { readonly name: string }) {
  const make = useMakeAgent();
  if (!canBeAgent(name)) return null;
  return (
    <Button
      size="compact-xs"
      variant="default"
      style={{ flex: 'none' }}
      loading={make.isPending}
      aria-label={`Make the agent ${name}`}
      onClick={() => make.mutate(name)}
    >
      Make it
    </Button>
  );
}
