import { Modal, MultiSelect, Select, Stack, Text } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { FiringView } from '../../shared/contract/journal.ts';
import { showControls } from '../../shared/lib/show-controls.ts';
import { type Verdict, verdicts } from '../../shared/triggers/journal.ts';
import { verdictTexts } from '../../shared/triggers/verdict-texts.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Empty, Failed } from '../ui/notice.tsx';
import { RowSkeletons } from '../ui/row-skeletons.tsx';
import { ValueTree } from '../ui/value-tree.tsx';
import { HeadCell, VirtualRows } from '../ui/virtual-rows.tsx';
import { FireDialog } from './fire-dialog.tsx';
import { JournalRow } from './journal-row.tsx';
import classes from './journal-tab.module.css';
import { useJournal, useTriggers } from './use-triggers.ts';

const rowHeight = 52;

/** Every event that could have started a run, what became of it, and why. */
export function JournalTab({ workflow }: { readonly workflow: string }) {
  const [trigger, setTrigger] = useState('');
  const [wanted, setWanted] = useState<readonly Verdict[]>([]);
  const [shown, setShown] = useState<FiringView>();
  const [again, setAgain] = useState<FiringView>();
  const triggers = useTriggers(workflow);
  const journal = useJournal({ workflow, trigger, verdicts: wanted });
  const items = journal.data?.pages.flatMap((page) => page.items) ?? [];
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = journal;
  const readMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  const isFiltered = trigger !== '' || wanted.length > 0;
  return (
    <>
      <div className={classes.bar}>
        <Select
          size="xs"
          w={240}
          aria-label="Trigger"
          placeholder="Any trigger"
          data={triggers.data?.items.map(({ id }) => ({ value: id, label: showControls(id) })) ?? []}
          value={trigger === '' ? null : trigger}
          onChange={(value) => setTrigger(value ?? '')}
          searchable
          clearable
        />
        <MultiSelect
          size="xs"
          className={classes.verdicts}
          aria-label="Verdicts"
          placeholder={wanted.length === 0 ? 'Any verdict' : undefined}
          data={verdicts.map((value) => ({ value, label: verdictTexts[value].word }))}
          value={[...wanted]}
          onChange={(values) => setWanted(verdicts.filter((one) => values.includes(one)))}
          clearable
        />
      </div>
      {journal.isError && (
        <Failed title="The journal could not be read" {...describeFailure(journal.error)} onRetry={() => void journal.refetch()} />
      )}
      {journal.isPending && <RowSkeletons label="Loading the journal" rowHeight={rowHeight} />}
      {journal.isSuccess && items.length === 0 && (
        <Empty title={isFiltered ? 'Nothing fits' : 'Nothing has fired yet'}>
          {isFiltered
            ? 'No event of the journal fits this filter.'
            : 'Every event that could start a run is written down here, with what became of it: also those that started nothing.'}
        </Empty>
      )}
      {items.length > 0 && (
        <VirtualRows
          label="Journal"
          items={items}
          total={items.length + (hasNextPage ? 1 : 0)}
          onEnd={readMore}
          rowHeight={rowHeight}
          keyOf={({ id }) => id}
          className={classes.columns}
          head={
            <>
              <HeadCell>When</HeadCell>
              <HeadCell>Trigger</HeadCell>
              <HeadCell>What became of it</HeadCell>
              <HeadCell />
            </>
          }
          row={(firing) => <JournalRow firing={firing} onShow={() => setShown(firing)} onAgain={() => setAgain(firing)} />}
        />
      )}
      {shown !== undefined && (
        <Modal opened onClose={() => setShown(undefined)} size="lg" title={`Event of ${showControls(shown.trigger)}`}>
          <Stack gap="sm">
            <Text size="sm">
              <b>{verdictTexts[shown.verdict].word}.</b> {showControls(shown.reason ?? verdictTexts[shown.verdict].meaning)}
            </Text>
            <ValueTree value={shown.data} label="Data of the event" root={['trigger']} />
          </Stack>
        </Modal>
      )}
      {again !== undefined && (
        <FireDialog
          trigger={{ id: again.trigger, workflow: again.workflow, type: again.type }}
          data={again.data}
          onClose={() => setAgain(undefined)}
        />
      )}
    </>
  );
}
