import { Button } from '@mantine/core';
import { useState } from 'react';
import { describeFailure } from '../bridge/failure.ts';
import { Empty, Failed } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { PageTabs } from '../ui/page-tabs.tsx';
import { hrefTo, navigate } from '../ui/route.ts';
import { RowSkeletons } from '../ui/row-skeletons.tsx';
import { EntryDialog } from './entry-dialog.tsx';
import { EntryList } from './entry-list.tsx';
import { EntryView } from './entry-view.tsx';
import { KnowledgeView } from './knowledge-view.tsx';
import classes from './memory-page.module.css';
import { OwnerList } from './owner-list.tsx';
import { useKnowledge } from './use-memory.ts';

const tabs = [
  { part: 'of', label: 'Values' },
  { part: 'who', label: 'Who knows what' },
] as const;

/** `of/<agent>`, `of/<agent>/key/<key>` and `of/<agent>/from/<agent>`; `who`. An empty agent stands for all. */
export function MemoryPage({ rest }: { readonly rest: readonly string[] }) {
  const [part = 'of', owner = ALL, what, name] = rest;
  const agent = owner === ALL ? undefined : owner;
  const [isAdding, setAdding] = useState(false);
  const knowledge = useKnowledge();
  const { agents = [], links = [] } = knowledge.data ?? {};
  const isEmpty = knowledge.isSuccess && agents.length === 0;
  return (
    <Page
      title="Memory"
      subtitle={knowledge.isSuccess && summaryOf(agents)}
      actions={
        <Button size="xs" variant="default" onClick={() => setAdding(true)}>
          Add a value…
        </Button>
      }
    >
      <PageTabs
        label="Of the memory"
        tabs={tabs.map((tab) => ({
          href: hrefTo('memory', tab.part),
          label: tab.label,
          isCurrent: tab.part === part,
        }))}
      />
      {knowledge.isError && (
        <Failed title="The memory could not be read" {...describeFailure(knowledge.error)} onRetry={() => void knowledge.refetch()} />
      )}
      {knowledge.isPending && <RowSkeletons label="Loading the memory" rowHeight={44} />}
      {isEmpty && <NothingRemembered onAdd={() => setAdding(true)} />}
      {agents.length > 0 && part === 'who' && <KnowledgeView agents={agents} links={links} />}
      {agents.length > 0 && part !== 'who' && (
        <div className={classes.columns}>
          <OwnerList agents={agents} chosen={agent} />
          <EntryList key={owner} agent={agent} source={what === 'from' ? name : undefined} chosen={what === 'key' ? name : undefined} />
          {agent !== undefined && what === 'key' && name !== undefined ? (
            <EntryView key={`${agent} ${name}`} agent={agent} name={name} agents={agents.map((one) => one.agent)} />
          ) : (
            <section className={classes.none} aria-label="The value">
              Choose a value to see it whole, with where it comes from.
            </section>
          )}
        </div>
      )}
      {isAdding && (
        <EntryDialog
          agent={agent ?? ''}
          agents={agents.map((one) => one.agent)}
          onClose={() => setAdding(false)}
          onSaved={(entry) => {
            setAdding(false);
            navigate('memory', 'of', entry.agent, 'key', entry.key);
          }}
        />
      )}
    </Page>
  );
}

/** No agent's name: those have no blank at the end. */
const ALL = ' ';

function summaryOf(agents: readonly { readonly entries: number }[]): string {
  const values = agents.reduce((sum, { entries }) => sum + entries, 0);
  if (values === 0) return 'Nothing is remembered';
  return `${values} ${values === 1 ? 'value' : 'values'} of ${agents.length} ${agents.length === 1 ? 'agent' : 'agents'}`;
}

function NothingRemembered({ onAdd }: { onAdd(): void }) {
  return (
    <Empty
      title="Nothing is remembered yet"
      action={
        <Button mt="xs" size="xs" variant="default" onClick={onAdd}>
          Add a value…
        </Button>
      }
    >
      Workflows remember with the action memory.set, and agents by themselves. Every step can read it as {'{{ memory.<agent>.<key> }}'}.
    </Empty>
  );
}
