import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import type { TriggerDocument } from '../../../../shared/workflow/schema.ts';
import { BacktestDialog } from '../../../backtest/backtest-dialog.tsx';
import { summaryOfBacktest } from '../../../backtest/summary-of-backtest.ts';
import { type BacktestSubject, useBacktest, type WrittenTrigger } from '../../../backtest/use-backtest.ts';
import { useBuilder } from '../../document/use-builder.ts';
import { useTesting } from '../../testing/testing-store.ts';
import classes from '../inspector.module.css';

const days = 7;

interface PastFiringsProps {
  readonly trigger: TriggerDocument;
  readonly name: string;
}

/** How often the trigger, as it is written here, would have fired lately, and the list of it. */
export function PastFirings({ trigger, name }: PastFiringsProps) {
  const subject = useWritten(trigger);
  const backtest = useBacktest({ subject, days, onlyChanged: false, limit: 1 });
  const [isOpen, setIsOpen] = useState(false);
  // What is wrong with the config is said beside its field.
  if (backtest.isError) return null;
  // It has its place from the beginning: what comes below would jump away from under the pointer.
  return (
    <div className={classes.muted}>
      {backtest.data === undefined ? `What it would have started in the last ${days} days…` : summaryOfBacktest(backtest.data, days)}{' '}
      <Button size="compact-xs" variant="subtle" color="gray" disabled={backtest.data === undefined} onClick={() => setIsOpen(true)}>
        Show each
      </Button>
      {isOpen && <BacktestDialog title={name} subject={subject} onClose={() => setIsOpen(false)} />}
    </div>
  );
}

/** The trigger with what else decides about its runs, asked for once the typing rests. */
function useWritten({ id, type, config = {}, with: values }: TriggerDocument): BacktestSubject {
  const workflow = useTesting((state) => state.workflow);
  const settings = useBuilder((state) => state.document?.settings);
  const variables = useBuilder((state) => state.document?.variables);
  const text = JSON.stringify({
    ...(id === undefined ? {} : { id }),
    type,
    config,
    with: values,
    settings: settings ?? {},
    variables: variables ?? [],
  });
  const [asked] = useDebouncedValue(text, 600);
  return useMemo(() => ({ edited: JSON.parse(asked) as WrittenTrigger, workflow }), [asked, workflow]);
}
