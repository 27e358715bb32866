import { Anchor, Button, Skeleton, Stack, Switch } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { RunSummary } from '../../shared/contract/run-view.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Empty, Failed } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { hrefTo } from '../ui/route.ts';
import { Split } from '../ui/split.tsx';
import { startedByText } from '../ui/started-by.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import { Ago, Elapsed } from '../ui/time.tsx';
import { CompareDetails } from './compare-details.tsx';
import { CompareGrid, differs } from './compare-grid.tsx';
import classes from './compare-page.module.css';

interface ComparePageProps {
  readonly before: string;
  readonly after: string;
}

/** Two runs of one workflow beside each other: what went otherwise, and what was given and made otherwise. */
export function ComparePage({ before, after }: ComparePageProps) {
  const [selected, setSelected] = useState('');
  const [onlyDifferent, setOnlyDifferent] = useState(false);
  const isNarrow = useMediaQuery('(max-width: 900px)', false, { getInitialValueInEffect: false });
  const comparison = useQuery({
    queryKey: ['compare', before, after],
    queryFn: ({ signal }) => engine.runs.compare({ run: after, with: before }, { signal }),
    retry: false,
  });
  const { data } = comparison;
  const items = useMemo(() => (data?.items ?? []).filter((item) => !onlyDifferent || differs(item)), [data, onlyDifferent]);
  if (comparison.isError) {
    return (
      <Page title="Compare two runs">
        <Failed title="The runs could not be compared" {...describeFailure(comparison.error)} onRetry={() => void comparison.refetch()} />
      </Page>
    );
  }
  if (data === undefined) {
    return (
      <Page title="Compare two runs">
        <Stack p={20} gap={10} aria-busy aria-label="Comparing the runs">
          <Skeleton height={20} width="60%" />
          <Skeleton height={20} width="50%" />
        </Stack>
      </Page>
    );
  }
  const different = data.items.filter(differs).length;
  return (
    <Page
      title={`Two runs of ${data.after.workflow}`}
      subtitle={
        <>
          <span>
            {different === 0 ? 'no step went otherwise' : different === 1 ? '1 step went otherwise' : `${different} steps went otherwise`}
          </span>
          <span>{data.isSameInputs ? 'the same inputs' : 'other inputs'}</span>
          <span>{data.isSameDocument ? 'the same version' : 'another version'}</span>
          {data.isCut && <span>only the first {data.items.length} steps are compared</span>}
        </>
      }
      actions={
        <>
          <Switch
            size="xs"
            label="Only what differs"
            checked={onlyDifferent}
            onChange={(event) => setOnlyDifferent(event.currentTarget.checked)}
          />
          <Button size="xs" variant="default" component="a" href={hrefTo('compare', after, before)}>
            Swap
          </Button>
        </>
      }
    >
      <div className={classes.heads}>
        <Side label="Before" run={data.before} hasVersion={!data.isSameDocument} />
        <Side label="After" run={data.after} hasVersion={!data.isSameDocument} />
      </div>
      <div className={classes.body}>
        <Split
          name={isNarrow ? 'compare-narrow' : 'compare'}
          direction={isNarrow ? 'column' : 'row'}
          label="How much room the steps have"
          initial={58}
          first={
            items.length === 0 ? (
              <Empty title="Nothing differs">Both runs took the same steps, with the same results.</Empty>
            ) : (
              <CompareGrid items={items} selected={selected} onSelect={setSelected} />
            )
          }
          second={<CompareDetails key={selected} comparison={data} path={selected} />}
        />
      </div>
    </Page>
  );
}

function Side({ label, run, hasVersion }: { readonly label: string; readonly run: RunSummary; readonly hasVersion: boolean }) {
  return (
    <section className={classes.side} aria-label={label}>
      <strong>{label}</strong>
      <StateBadge state={run.state} />
      <Anchor size="xs" ff="monospace" href={hrefTo('runs', run.runId)}>
        {run.runId}
      </Anchor>
      <span>
        <Ago at={run.createdAt} />, <Elapsed ms={run.durationMs} since={run.startedAt} />
      </span>
      <span>by {startedByText(run.triggeredBy)}</span>
      {hasVersion && <span>version {run.version}</span>}
    </section>
  );
}
