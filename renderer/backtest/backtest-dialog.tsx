import { Checkbox, Group, Loader, Modal, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Backtest } from '../../shared/contract/backtest.ts';
import { showControls } from '../../shared/lib/show-controls.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Empty, Failed } from '../ui/notice.tsx';
import classes from './backtest-dialog.module.css';
import { BacktestRows, headHeight, rowHeight } from './backtest-rows.tsx';
import { BacktestTotals } from './backtest-totals.tsx';
import { summaryOfBacktest } from './summary-of-backtest.ts';
import { type BacktestSubject, useBacktest } from './use-backtest.ts';

interface BacktestDialogProps {
  /** What the person calls it. */
  readonly title: string;
  readonly subject: BacktestSubject;
  onClose(): void;
}

const most = 1000;
const periods = [1, 7, 30, 90].map((days) => ({ value: String(days), label: days === 1 ? 'The last day' : `The last ${days} days` }));

/** What a trigger did with what happened, beside what it would do now, event by event. */
export function BacktestDialog({ title, subject, onClose }: BacktestDialogProps) {
  const [days, setDays] = useState(7);
  const [onlyChanged, setOnlyChanged] = useState(false);
  const backtest = useBacktest({ subject, days, onlyChanged, limit: most });
  const told = backtest.data;
  return (
    <Modal opened onClose={onClose} title={`Back-test of ${showControls(title)}`} size={940}>
      <Stack gap="sm">
        <Text size="sm">Nothing is run: what was recorded goes through the rules of the trigger once more.</Text>
        <Group gap="md">
          <Select
            size="xs"
            w={150}
            aria-label="How far back"
            data={periods}
            value={String(days)}
            onChange={(value) => setDays(Number(value ?? 7))}
            allowDeselect={false}
          />
          <Checkbox
            size="xs"
            label="Only what would go differently"
            checked={onlyChanged}
            onChange={(event) => setOnlyChanged(event.currentTarget.checked)}
          />
          {backtest.isFetching && <Loader size={14} aria-label="Trying it" />}
        </Group>
        {backtest.isError && (
          <Failed title="The trigger could not be tried" {...describeFailure(backtest.error)} onRetry={() => void backtest.refetch()} />
        )}
        {told !== undefined && !backtest.isError && <Told told={told} onlyChanged={onlyChanged} days={days} />}
      </Stack>
    </Modal>
  );
}

function Told({ told, onlyChanged, days }: { readonly told: Backtest; readonly onlyChanged: boolean; readonly days: number }) {
  return (
    <>
      <Text size="sm" fw={550} role="status">
        {summaryOfBacktest(told, days)}
      </Text>
      <BacktestTotals told={told} />
      {told.items.length === 0 ? (
        <Empty title={onlyChanged ? 'Nothing would go differently' : 'Nothing of the kind was recorded'}>
          {onlyChanged
            ? 'Each event would get the verdict that it got.'
            : 'As soon as something happens that it could be about, it stands here.'}
        </Empty>
      ) : (
        <div className={classes.rows} style={{ height: `min(${headHeight + told.items.length * rowHeight}px, 48vh)` }}>
          <BacktestRows told={told} />
        </div>
      )}
      <ul className={classes.notes}>
        {told.more && <li>Only the latest {most} are listed.</li>}
        {told.notes.map((note) => (
          <li key={note}>{showControls(note)}</li>
        ))}
      </ul>
    </>
  );
}
