import type { MemoryLinkView, MemoryOwnerView } from '../../shared/contract/memory.ts';
import { hrefTo } from '../ui/route.ts';
import { ChangeList } from './change-list.tsx';
import classes from './knowledge-view.module.css';

interface KnowledgeViewProps {
  readonly agents: readonly MemoryOwnerView[];
  readonly links: readonly MemoryLinkView[];
}

const darkest = 5;

/** Who knows how much from whom, as a table to be read across; and what happened lately. */
export function KnowledgeView({ agents, links }: KnowledgeViewProps) {
  const counts = new Map(links.map((link) => [cellOf(link.agent, link.source), link.entries]));
  const learned = new Map<string, number>();
  for (const { agent, entries } of links) learned.set(agent, (learned.get(agent) ?? 0) + entries);
  const sources = [...new Set([...links.map(({ source }) => source)])].sort((a, b) => a.localeCompare(b));
  const most = Math.max(1, ...links.map(({ entries }) => entries));
  return (
    <div className={classes.view}>
      <section className={classes.matrix} aria-label="Who knows what, and from whom">
        <table className={classes.table}>
          <caption className={classes.caption}>
            {sources.length === 0
              ? 'No agent has anything from another yet. With the actions memory.share and memory.sync they learn from each other.'
              : 'Each line is an agent: how much it knows of itself, and how much it has from the others.'}
          </caption>
          <thead>
            <tr>
              <th scope="col" className={classes.corner}>
                Agent
              </th>
              <th scope="col">Of itself</th>
              {sources.map((source) => (
                <th key={source} scope="col" title={source}>
                  <span className={classes.name}>from {source}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {agents.map(({ agent, entries }) => (
              <tr key={agent}>
                <th scope="row" title={agent}>
                  <a href={hrefTo('memory', 'of', agent)} className={classes.name}>
                    {agent}
                  </a>
                </th>
                <td className={classes.own}>{entries - (learned.get(agent) ?? 0)}</td>
                {sources.map((source) => {
                  const count = counts.get(cellOf(agent, source)) ?? 0;
                  return (
                    <td key={source} data-shade={count === 0 ? 0 : Math.ceil((Math.log(1 + count) / Math.log(1 + most)) * darkest)}>
                      {count === 0 ? (
                        <span className={classes.nothing} aria-hidden>
                          {agent === source ? '' : '·'}
                        </span>
                      ) : (
                        <a
                          href={hrefTo('memory', 'of', agent, 'from', source)}
                          aria-label={`${agent} knows ${count} from ${source}`}
                          className={classes.count}
                        >
                          {count}
                        </a>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section className={classes.lately} aria-label="What happened lately">
        <h2 className={classes.heading}>Lately</h2>
        <ChangeList />
      </section>
    </div>
  );
}

const cellOf = (agent: string, source: string): string => JSON.stringify([agent, source]);
