import { ActionIcon, Button, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Draft } from '../../shared/contract/drafts.ts';
import { engine } from '../bridge/engine.ts';
import { tellDone, tellFailure } from '../bridge/tell.ts';
import { ClearIcon } from '../ui/icons.tsx';
import { hrefTo } from '../ui/route.ts';
import { Ago } from '../ui/time.tsx';
import classes from './unfinished-drafts.module.css';

/** More than these are shown when they are asked for. */
const fewest = 3;

/** Workflows that were begun and never saved: nothing leads to them but this. */
export function UnfinishedDrafts() {
  const drafts = useQuery({ queryKey: ['drafts'], queryFn: ({ signal }) => engine.drafts.list(undefined, { signal }) });
  const [isOpen, setOpen] = useState(false);
  const own = drafts.data?.items.filter(({ workflow }) => workflow === null) ?? [];
  if (own.length === 0) return null;
  const shown = isOpen ? own : own.slice(0, fewest);
  return (
    <section className={classes.section} aria-label="Not saved yet">
      <Text component="h2" size="xs" fw={600} c="dimmed">
        Not saved yet
      </Text>
      <ul className={classes.list}>
        {shown.map((draft) => (
          <DraftLine key={draft.draft} draft={draft} />
        ))}
      </ul>
      {own.length > fewest && (
        <Button size="compact-xs" variant="subtle" onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Show fewer' : `Show all ${own.length}`}
        </Button>
      )}
    </section>
  );
}

function DraftLine({ draft: { draft, name, updatedAt } }: { readonly draft: Draft }) {
  const queries = useQueryClient();
  const title = name === '' ? 'A workflow without a name' : name;
  const discard = useMutation({
    mutationFn: () => engine.drafts.discard({ draft }),
    onSuccess: () => tellDone(`${title} is thrown away.`),
    onError: tellFailure,
    onSettled: () => queries.invalidateQueries({ queryKey: ['drafts'] }),
  });
  return (
    <li className={classes.line}>
      <a className={classes.name} href={hrefTo('builder', 'new', draft)}>
        {title}
      </a>
      <Text span size="xs" c="dimmed">
        changed <Ago at={updatedAt} />
      </Text>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={`Throw the draft ${title} away`}
        loading={discard.isPending}
        onClick={() => discard.mutate()}
      >
        <ClearIcon />
      </ActionIcon>
    </li>
  );
}
