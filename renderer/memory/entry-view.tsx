import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { MemoryEntryView } from '../../shared/contract/memory.ts';
import { formatBytes } from '../../shared/lib/byte-text.ts';
import { formatPath } from '../../shared/workflow/expression/path.ts';
import { engine } from '../bridge/engine.ts';
import { codeOfFailure, describeFailure } from '../bridge/failure.ts';
import { tellDone, tellFailure } from '../bridge/tell.ts';
import { CopyValue } from '../ui/copy-value.tsx';
import { Empty, Failed } from '../ui/notice.tsx';
import { hrefTo, navigate } from '../ui/route.ts';
import { RowSkeletons } from '../ui/row-skeletons.tsx';
import { Ago } from '../ui/time.tsx';
import { Until } from '../ui/until.tsx';
import { ValueTree } from '../ui/value-tree.tsx';
import { ChangeList } from './change-list.tsx';
import { EntryDialog } from './entry-dialog.tsx';
import classes from './memory-page.module.css';
import { ShareDialog } from './share-dialog.tsx';
import { useChangeMemory, useEntry } from './use-memory.ts';
import { Writer } from './writer.tsx';

interface EntryViewProps {
  readonly agent: string;
  readonly name: string;
  readonly agents: readonly string[];
}

/** One value, whole: where it comes from, until when it is known, and what was done with it. */
export function EntryView({ agent, name, agents }: EntryViewProps) {
  const entry = useEntry(agent, name);
  const [open, setOpen] = useState<'change' | 'share'>();
  const forget = useForget();
  if (entry.isError && codeOfFailure(entry.error) === 'NOT_FOUND') {
    return (
      <section className={classes.none} aria-label="The value">
        <Empty title={`${agent} knows nothing under this name`}>{name} was forgotten, or its time has come.</Empty>
      </section>
    );
  }
  if (entry.data === undefined) {
    return (
      <section className={classes.detail} aria-label="The value">
        {entry.isError ? (
          <Failed title="The value could not be read" {...describeFailure(entry.error)} onRetry={() => void entry.refetch()} />
        ) : (
          <RowSkeletons label="Loading the value" rowHeight={40} />
        )}
      </section>
    );
  }
  const { value, bytes, source, via, by, updatedAt, expiresAt } = entry.data;
  const path = formatPath(['memory', agent, name]);
  return (
    <section className={classes.detail} aria-label="The value">
      <div className={classes.titleLine}>
        <h2 className={classes.heading}>{name}</h2>
        <Group gap={6} wrap="nowrap">
          <Button size="compact-sm" variant="default" onClick={() => setOpen('change')}>
            Change…
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setOpen('share')}>
            Share…
          </Button>
          <Button size="compact-sm" variant="default" loading={forget.isPending} onClick={() => forget.run(agent, name)}>
            Forget
          </Button>
        </Group>
      </div>
      <dl className={classes.table}>
        <dt>Known by</dt>
        <dd>
          <a href={hrefTo('memory', 'of', agent)}>{agent}</a>
        </dd>
        <dt>From</dt>
        <dd>
          {source === null ? 'itself' : <a href={hrefTo('memory', 'of', source)}>{source}</a>}
          {via !== null && via !== source && <> through {via}</>}
        </dd>
        <dt>Changed</dt>
        <dd>
          <Ago at={updatedAt} /> <Writer by={by} />
        </dd>
        <dt>Known until</dt>
        <dd>{expiresAt === null ? 'it is changed or forgotten' : <Until at={expiresAt} />}</dd>
        <dt>In workflows</dt>
        <dd>
          <code className={classes.path}>{`{{ ${path} }}`}</code>
          <CopyValue label="Copy the placeholder" text={() => `{{ ${path} }}`} />
        </dd>
      </dl>
      <Text size="xs" c="dimmed" mb={4}>
        {formatBytes(bytes)}
      </Text>
      <ValueTree value={value} label={name} root={['memory', agent, name]} maxHeight={420} />
      <h3 className={classes.subheading}>What was done with it</h3>
      <ChangeList agent={agent} name={name} />
      {open === 'change' && (
        <EntryDialog
          entry={entry.data}
          agent={agent}
          agents={agents}
          onClose={() => setOpen(undefined)}
          onSaved={() => setOpen(undefined)}
        />
      )}
      {open === 'share' && <ShareDialog agent={agent} name={name} agents={agents} onClose={() => setOpen(undefined)} />}
    </section>
  );
}

/** Forgets at once, and offers the way back. */
function useForget() {
  const queries = useQueryClient();
  const change = useChangeMemory(({ deleted }: { readonly deleted: MemoryEntryView }) => {
    navigate('memory', 'of', deleted.agent);
    const id = notifications.show({
      autoClose: 12_000,
      message: (
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <span>
            {deleted.agent} has forgotten {deleted.key}.
          </span>
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => {
              notifications.hide(id);
              putBack(deleted)
                .then(() => tellDone(`${deleted.agent} knows ${deleted.key} again.`), tellFailure)
                .finally(() => void queries.invalidateQueries({ queryKey: ['memory'] }));
            }}
          >
            Undo
          </Button>
        </Group>
      ),
    });
  });
  return {
    isPending: change.isPending,
    run: (agent: string, key: string) =>
      change.mutate(() => engine.memory.delete({ agent, key, by: 'dashboard' }), { onError: tellFailure }),
  };
}

function putBack({ agent, key, value, source, expiresAt }: MemoryEntryView): Promise<unknown> {
  return engine.memory.set({ agent, key, value, expiresAt, ifRevision: 0, by: 'dashboard', ...(source === null ? {} : { source }) });
}
