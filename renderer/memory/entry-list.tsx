import { Button, CloseButton, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { describeFailure } from '../bridge/failure.ts';
import { SearchIcon } from '../ui/icons.tsx';
import { Failed } from '../ui/notice.tsx';
import { hrefTo, navigate } from '../ui/route.ts';
import { RowSkeletons } from '../ui/row-skeletons.tsx';
import { Ago } from '../ui/time.tsx';
import { Until } from '../ui/until.tsx';
import classes from './memory-page.module.css';
import { useEntries } from './use-memory.ts';

interface EntryListProps {
  readonly agent: string | undefined;
  /** Only what has come from this agent. */
  readonly source: string | undefined;
  readonly chosen: string | undefined;
}

export function EntryList({ agent, source, chosen }: EntryListProps) {
  const [text, setText] = useState('');
  const [query] = useDebouncedValue(text.trim(), 150);
  const entries = useEntries({ agent, source, query });
  const items = entries.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className={classes.list} aria-label="Values">
      <div className={classes.tools}>
        <TextInput
          size="xs"
          aria-label="Search names and values"
          placeholder="Search names and values"
          leftSection={<SearchIcon />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          rightSection={text !== '' && <CloseButton size="xs" aria-label="Clear the search" onClick={() => setText('')} />}
        />
        {source !== undefined && agent !== undefined && (
          <Button size="compact-xs" variant="light" onClick={() => navigate('memory', 'of', agent)} title="Show everything">
            <span className={classes.cut}>from {source}</span>&nbsp;×
          </Button>
        )}
      </div>
      {entries.isError && (
        <Failed title="The values could not be read" {...describeFailure(entries.error)} onRetry={() => void entries.refetch()} />
      )}
      {entries.isPending && <RowSkeletons label="Loading values" rowHeight={52} />}
      {entries.isSuccess && items.length === 0 && (
        <p className={classes.hint}>
          {query === '' ? 'Nothing is remembered here.' : 'No name and no value has these words. Each may be the beginning of one.'}
        </p>
      )}
      <ul className={classes.entries}>
        {items.map((entry) => (
          <li key={`${entry.agent} ${entry.key}`}>
            <a
              href={hrefTo('memory', 'of', entry.agent, 'key', entry.key)}
              className={classes.entry}
              aria-current={agent === entry.agent && chosen === entry.key ? 'true' : undefined}
            >
              <span className={classes.top}>
                <span className={classes.key}>{entry.key}</span>
                <span className={classes.when}>
                  <Ago at={entry.updatedAt} />
                </span>
              </span>
              <span className={classes.preview}>{previewOf(entry.value)}</span>
              <span className={classes.facts}>
                {agent === undefined && <span>{entry.agent}</span>}
                {entry.source !== null && <span className={classes.from}>from {entry.source}</span>}
                {entry.expiresAt !== null && (
                  <span>
                    until <Until at={entry.expiresAt} />
                  </span>
                )}
              </span>
            </a>
          </li>
        ))}
      </ul>
      {entries.hasNextPage && (
        <Button size="xs" variant="subtle" loading={entries.isFetchingNextPage} onClick={() => void entries.fetchNextPage()}>
          Older ones
        </Button>
      )}
    </section>
  );
}

function previewOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
