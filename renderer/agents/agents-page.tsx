import { Button } from '@mantine/core';
import type { AgentView } from '../../shared/contract/agents.ts';
import { describeFailure } from '../bridge/failure.ts';
import { PlusIcon } from '../ui/icons.tsx';
import layout from '../ui/list-detail.module.css';
import { Empty, Failed } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { hrefTo, navigate } from '../ui/route.ts';
import { RowSkeletons } from '../ui/row-skeletons.tsx';
import { AgentEditor } from './agent-editor.tsx';
import { AgentSide } from './agent-side.tsx';
import classes from './agents-page.module.css';
import { useAgents } from './use-agents.ts';

/** `one/<name>`, `new`; without either the first. */
export function AgentsPage({ rest: [part, name] }: { readonly rest: readonly string[] }) {
  const agents = useAgents();
  const items = agents.data?.items ?? [];
  const isNew = part === 'new';
  const chosen = isNew ? undefined : part === 'one' ? items.find(({ agent }) => agent.name === name) : items[0];
  const isGone = part === 'one' && agents.isSuccess && chosen === undefined;
  return (
    <Page
      title="Agents"
      subtitle={agents.isSuccess && summaryOf(items)}
      actions={
        <Button size="xs" variant="default" leftSection={<PlusIcon />} component="a" href={hrefTo('agents', 'new')}>
          New agent
        </Button>
      }
    >
      {agents.isError && (
        <Failed title="The agents could not be read" {...describeFailure(agents.error)} onRetry={() => void agents.refetch()} />
      )}
      {agents.isPending && <RowSkeletons label="Loading the agents" rowHeight={52} />}
      {agents.isSuccess && items.length === 0 && !isNew && <NoAgents />}
      {agents.isSuccess && (items.length > 0 || isNew) && (
        <div className={classes.columns}>
          <nav className={`${layout.list} ${classes.list}`} aria-label="Agents">
            {items.map(({ agent, usedBy }) => (
              <a
                key={agent.name}
                href={hrefTo('agents', 'one', agent.name)}
                className={layout.one}
                aria-current={agent.name === chosen?.agent.name ? 'page' : undefined}
              >
                <span className={classes.name}>{agent.name}</span>
                <span className={classes.about}>
                  {agent.description !== '' ? agent.description : usedBy.length === 0 ? 'No workflow uses it yet' : usedText(usedBy)}
                </span>
              </a>
            ))}
          </nav>
          {isNew && <AgentEditor key="new" view={undefined} onSaved={(saved) => navigate('agents', 'one', saved.agent.name)} />}
          {chosen !== undefined && (
            <>
              <AgentEditor
                key={`${chosen.agent.name} ${chosen.revision}`}
                view={chosen}
                onSaved={(saved) => navigate('agents', 'one', saved.agent.name)}
              />
              <AgentSide key={chosen.agent.name} view={chosen} />
            </>
          )}
          {isGone && (
            <div className={classes.gone}>
              <Empty title={`There is no agent ${name}`}>It was removed, or has another name now.</Empty>
            </div>
          )}
        </div>
      )}
    </Page>
  );
}

function summaryOf(items: readonly AgentView[]): string {
  if (items.length === 0) return 'Nobody works for you yet';
  const used = items.filter(({ usedBy }) => usedBy.length > 0).length;
  return `${items.length} ${items.length === 1 ? 'agent' : 'agents'}, ${used} in workflows`;
}

function usedText(usedBy: AgentView['usedBy']): string {
  const [first] = usedBy;
  return usedBy.length === 1 ? `In ${first?.name}` : `In ${first?.name} and ${usedBy.length - 1} more`;
}

function NoAgents() {
  return (
    <Empty
      title="No agents yet"
      action={
        <Button mt="xs" size="xs" variant="default" component="a" href={hrefTo('agents', 'new')}>
          Make the first one
        </Button>
      }
    >
      An agent is a model with instructions and tools. Steps of workflows give it tasks: agent: reviewer. It reads files and git; everything
      else you grant.
    </Empty>
  );
}
