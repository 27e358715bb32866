import { Skeleton } from '@mantine/core';
import { type AgentReach, reachOf } from '../../shared/agents/agent-reach.ts';
import type { AgentView } from '../../shared/contract/agents.ts';
import { hrefTo } from '../ui/route.ts';
import { Ago } from '../ui/time.tsx';
import classes from './agents-page.module.css';
import { TryAgent } from './try-agent.tsx';
import { useLatestCalls, useSpend, useTools } from './use-agents.ts';

/** What stands beside an agent: a way to try it, what it can touch, and what it did. */
export function AgentSide({ view }: { readonly view: AgentView }) {
  const { agent, usedBy } = view;
  const tools = useTools();
  return (
    <aside className={classes.side} aria-label={`About ${agent.name}`}>
      <section className={classes.part}>
        <h2>Try it</h2>
        <TryAgent agent={agent.name} />
      </section>
      <section className={classes.part} aria-label="What it can touch">
        <h2>What it can touch</h2>
        {tools.data === undefined ? <Skeleton height={70} /> : <ReachSheet reach={reachOf(agent, tools.data.items)} />}
      </section>
      <section className={classes.part} aria-label="Where it works">
        <h2>Where it works</h2>
        {usedBy.length === 0 ? (
          <p className={classes.hint}>No workflow of the library has a step for it.</p>
        ) : (
          <ul className={classes.lines}>
            {usedBy.map(({ workflowId, name }) => (
              <li key={workflowId}>
                <a href={hrefTo('builder', workflowId)}>{name}</a>
              </li>
            ))}
          </ul>
        )}
      </section>
      <Lately agent={agent.name} />
      <section className={classes.part}>
        <h2>What it remembers</h2>
        <a href={hrefTo('memory', 'of', agent.name)}>Open its memory</a>
      </section>
    </aside>
  );
}

function ReachSheet({ reach: { unasked, asked, never } }: { readonly reach: AgentReach }) {
  return (
    <dl className={classes.reach}>
      <dt>Unasked</dt>
      <dd>{unasked.length === 0 ? 'nothing' : <Lines lines={unasked} />}</dd>
      {asked.length > 0 && (
        <>
          <dt>After you have approved exactly that call</dt>
          <dd>
            <Lines lines={asked} />
          </dd>
        </>
      )}
      {never.length > 0 && (
        <>
          <dt>Never</dt>
          <dd>{never.join(', ').toLowerCase()}</dd>
        </>
      )}
    </dl>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  return (
    <ul className={classes.lines}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

const mostRuns = 5;

/** What it has cost, and the runs it has worked in. */
function Lately({ agent }: { readonly agent: string }) {
  const spend = useSpend();
  const calls = useLatestCalls(agent);
  const spent = spend.data?.agents.find((one) => one.agent === agent);
  const runs = [...Map.groupBy(calls.data?.items.filter(({ runId }) => runId !== null) ?? [], ({ runId }) => runId ?? '')];
  return (
    <section className={classes.part} aria-label="Lately">
      <h2>Lately</h2>
      <p className={classes.hint}>
        {spent === undefined
          ? 'It was not asked in the last 30 days.'
          : `In 30 days: ${spent.calls} ${spent.calls === 1 ? 'answer' : 'answers'}, ${(spent.inputTokens + spent.outputTokens).toLocaleString('en')} tokens, ${costText(spent)}.`}
      </p>
      <ul className={classes.lines}>
        {runs.slice(0, mostRuns).map(([run, those]) => (
          <li key={run}>
            <a href={hrefTo('runs', run)}>{run}</a>: {those.length} {those.length === 1 ? 'answer' : 'answers'},{' '}
            <Ago at={those[0]?.at ?? new Date().toISOString()} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function costText({ cost, unpriced }: { readonly cost: number; readonly unpriced: number }): string {
  const price = `$${cost < 0.01 && cost > 0 ? cost.toFixed(4) : cost.toFixed(2)}`;
  return unpriced === 0 ? price : `${price} and ${unpriced} without a price`;
}
