import { SegmentedControl, Skeleton, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { toDollars } from '../../shared/ai/model-reason.ts';
import type { ModelSpend, SpentOnModels } from '../../shared/contract/models.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Empty, Failed } from '../ui/notice.tsx';
import { hrefTo } from '../ui/route.ts';
import { DayBudget } from './day-budget.tsx';
import pageClasses from './models-page.module.css';
import { SpendChart, type Unit } from './spend-chart.tsx';
import classes from './spend-tab.module.css';
import { useSpend } from './use-models.ts';

/** What models have cost: by day, model, workflow and agent. */
export function SpendTab() {
  const [days, setDays] = useState(30);
  const [wanted, setUnit] = useState<Unit>();
  const spend = useSpend(days);
  if (spend.isError) {
    return <Failed title="What was spent could not be read" {...describeFailure(spend.error)} onRetry={() => void spend.refetch()} />;
  }
  if (spend.data === undefined) {
    return (
      <div className={pageClasses.body}>
        <Skeleton height={70} />
        <Skeleton height={240} />
      </div>
    );
  }
  const { today, month, total, perDay, workflows, agents, models } = spend.data;
  // Models of this machine cost nothing: their tokens say more.
  const unit = wanted ?? (total.cost > 0 ? 'cost' : 'tokens');
  return (
    <div className={pageClasses.body}>
      <div className={classes.figures}>
        <Figure label="Today" spent={today} of={perDay} />
        <Figure label="This month" spent={month} />
        <Figure label={`Last ${days} days`} spent={total} />
      </div>
      <DayBudget key={JSON.stringify(perDay)} perDay={perDay} />
      {total.calls === 0 ? (
        <Empty title="No model was asked in these days">What each model, workflow and agent takes is drawn here, day by day.</Empty>
      ) : (
        <>
          <div className={pageClasses.tools}>
            <SegmentedControl
              size="xs"
              aria-label="How many days"
              data={[
                { value: '7', label: '7 days' },
                { value: '30', label: '30 days' },
                { value: '90', label: '90 days' },
              ]}
              value={String(days)}
              onChange={(value) => setDays(Number(value))}
            />
            <SegmentedControl
              size="xs"
              aria-label="Dollars or tokens"
              data={[
                { value: 'cost', label: 'Dollars' },
                { value: 'tokens', label: 'Tokens' },
              ]}
              value={unit}
              onChange={(value) => setUnit(value === 'tokens' ? 'tokens' : 'cost')}
            />
          </div>
          <SpendChart spend={spend.data} unit={unit} />
          <div className={classes.tables}>
            <SpentTable
              title="By workflow"
              rows={workflows.map((each) => ({
                ...each,
                name: each.workflow ?? 'Outside of workflows',
                href: each.workflowId === null ? undefined : hrefTo('runs', 'of', each.workflowId),
              }))}
            />
            <SpentTable title="By model" rows={models.map((each) => ({ ...each, name: each.model }))} />
            {agents.length > 0 && <SpentTable title="By agent" rows={agents.map((each) => ({ ...each, name: each.agent }))} />}
          </div>
        </>
      )}
    </div>
  );
}

interface FigureProps {
  readonly label: string;
  readonly spent: SpentOnModels;
  readonly of?: ModelSpend['perDay'];
}

function Figure({ label, spent, of = null }: FigureProps) {
  const tokens = spent.inputTokens + spent.outputTokens;
  return (
    <section aria-label={label} className={classes.figure}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text size="xl" fw={600} className={classes.amount}>
        {toDollars(spent.cost)}
        {of?.cost != null && (
          <Text span size="sm" c="dimmed" fw={400}>
            {' '}
            of {toDollars(of.cost)}
          </Text>
        )}
      </Text>
      <Text size="xs" c="dimmed">
        {tokens.toLocaleString('en')} {of?.tokens == null ? '' : `of ${of.tokens.toLocaleString('en')} `}tokens in{' '}
        {spent.calls.toLocaleString('en')} {spent.calls === 1 ? 'call' : 'calls'}
        {spent.unpriced > 0 && `, ${spent.unpriced} without a price`}
      </Text>
    </section>
  );
}

type NamedSpend = SpentOnModels & { readonly name: string; readonly href?: string | undefined };

function SpentTable({ title, rows }: { readonly title: string; readonly rows: readonly NamedSpend[] }) {
  return (
    <section aria-label={title}>
      <Text component="h2" size="sm" fw={600} mb={6}>
        {title}
      </Text>
      <div className={pageClasses.table}>
        <Table aria-label={title}>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.name}>
                <Table.Td className={pageClasses.id}>
                  {row.href === undefined ? (
                    row.name
                  ) : (
                    <a href={row.href} className={classes.link}>
                      {row.name}
                    </a>
                  )}
                </Table.Td>
                <Table.Td className={pageClasses.number}>
                  {row.calls.toLocaleString('en')} {row.calls === 1 ? 'call' : 'calls'}
                </Table.Td>
                <Table.Td className={pageClasses.number}>{toDollars(row.cost)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  );
}
