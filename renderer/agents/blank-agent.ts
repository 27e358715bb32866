import { agentSchema } from '../../shared/agents/agent.ts';

/** What a new one begins with: it reads, and nothing else. */
export const blankAgent = agentSchema.parse({ name: 'assistant' });
