import type { MemoryOwnerView } from '../../shared/contract/memory.ts';
import { hrefTo } from '../ui/route.ts';
import classes from './memory-page.module.css';

/** Whose memory is shown. */
export function OwnerList({ agents, chosen }: { readonly agents: readonly MemoryOwnerView[]; readonly chosen: string | undefined }) {
  const all = agents.reduce((sum, { entries }) => sum + entries, 0);
  return (
    <nav className={classes.owners} aria-label="Agents">
      <a href={hrefTo('memory', 'of')} className={classes.owner} aria-current={chosen === undefined ? 'page' : undefined}>
        <span className={classes.ownerName}>All agents</span>
        <span className={classes.number}>{all}</span>
      </a>
      {agents.map(({ agent, entries }) => (
        <a
          key={agent}
          href={hrefTo('memory', 'of', agent)}
          className={classes.owner}
          title={agent}
          aria-current={chosen === agent ? 'page' : undefined}
        >
          <span className={classes.ownerName}>{agent}</span>
          <span className={classes.number}>{entries}</span>
        </a>
      ))}
    </nav>
  );
}
