import { Button } from '@mantine/core';
import { useState } from 'react';
import type { TriggerView } from '../../shared/contract/triggers.ts';
import { BacktestDialog } from '../backtest/backtest-dialog.tsx';
import { describeFailure } from '../bridge/failure.ts';
import { Empty, Failed } from '../ui/notice.tsx';
import { hrefTo } from '../ui/route.ts';
import { RowSkeletons } from '../ui/row-skeletons.tsx';
import { HeadCell, VirtualRows } from '../ui/virtual-rows.tsx';
import { FireDialog } from './fire-dialog.tsx';
import classes from './health-tab.module.css';
import { TriggerRow } from './trigger-row.tsx';
import { useTriggers } from './use-triggers.ts';

const rowHeight = 60;
/** What a person has to look after stands first. */
const order = ['failing', 'lost', 'degraded', 'armed', 'disarmed'];

/** How each trigger stands, and what can be done about it. */
export function HealthTab({ workflow }: { readonly workflow: string }) {
  const triggers = useTriggers(workflow);
  const [firing, setFiring] = useState<TriggerView>();
  const [tried, setTried] = useState<TriggerView>();
  const items = [...(triggers.data?.items ?? [])].sort(
    (a, b) => Number(b.enabled) - Number(a.enabled) || order.indexOf(a.health) - order.indexOf(b.health) || a.id.localeCompare(b.id),
  );
  return (
    <>
      {triggers.isError && (
        <Failed title="The triggers could not be read" {...describeFailure(triggers.error)} onRetry={() => void triggers.refetch()} />
      )}
      {triggers.isPending && <RowSkeletons label="Loading the triggers" rowHeight={rowHeight} />}
      {triggers.isSuccess && items.length === 0 && (
        <Empty
          title={workflow === '' ? 'No triggers yet' : `${workflow} has no triggers`}
          action={
            <Button mt="xs" size="xs" variant="default" component="a" href={hrefTo('workflows')}>
              Go to workflows
            </Button>
          }
        >
          A trigger starts a workflow when files change, at a time, when another program calls, or when you press a button. Add one in the
          builder.
        </Empty>
      )}
      {items.length > 0 && (
        <VirtualRows
          label="Triggers"
          items={items}
          rowHeight={rowHeight}
          keyOf={({ id }) => id}
          className={classes.columns}
          head={
            <>
              <HeadCell>Trigger</HeadCell>
              <HeadCell>Health</HeadCell>
              <HeadCell className={classes.wide}>Last</HeadCell>
              <HeadCell>Next</HeadCell>
              <HeadCell />
            </>
          }
          row={(trigger) => <TriggerRow trigger={trigger} onFire={() => setFiring(trigger)} onBacktest={() => setTried(trigger)} />}
        />
      )}
      {firing !== undefined && <FireDialog trigger={firing} onClose={() => setFiring(undefined)} />}
      {tried !== undefined && <BacktestDialog title={tried.id} subject={{ trigger: tried.id }} onClose={() => setTried(undefined)} />}
    </>
  );
}
