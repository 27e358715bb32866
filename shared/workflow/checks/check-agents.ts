import { agentsOf } from '../../agents/agents-of.ts';
import type { Finding } from '../finding.ts';
import { didYouMean } from '../nearest.ts';
import type { CheckContext } from './check-context.ts';

/** Agents that a workflow brings along twice, or for nothing. */
export function checkAgents({ document }: CheckContext): Finding[] {
  const brought = document.agents ?? [];
  const named = [...agentsOf(document).keys()];
  const delegates = new Set(brought.flatMap(({ tools = [] }) => tools.map(({ tool }) => tool)));
  const isHandedWork = (name: string): boolean => delegates.has('delegate') || delegates.has(`delegate:${name}`);
  return brought.flatMap(({ name }, index): Finding[] => {
    const path = ['agents', index, 'name'];
    if (brought.findIndex((other) => other.name === name) < index) {
      return [{ code: 'DUPLICATE_AGENT', message: `Two agents have the name \`${name}\``, path }];
    }
    if (named.includes(name) || isHandedWork(name)) return [];
    const message = `No step names the agent \`${name}\`${didYouMean(name, named)}`;
    return [{ code: 'UNUSED_AGENT', message, severity: 'warning', path }];
  });
}
