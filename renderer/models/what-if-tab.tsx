import { MultiSelect, NumberInput, SegmentedControl, Select, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { type OptimizeFor, optimizeForSchema } from '../../shared/ai/model.ts';
import { inSeconds, percent, toDollars } from '../../shared/ai/model-reason.ts';
import type { WhatIfView } from '../../shared/contract/models.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Empty, Failed } from '../ui/notice.tsx';
import pageClasses from './models-page.module.css';
import { positiveOf, type Typed } from './typed-number.ts';
import { useModels, useWhatIf } from './use-models.ts';
import classes from './what-if-tab.module.css';

const DAY_MS = 86_400_000;
const AS_ASKED = 'asked';
const goals = [
  { value: AS_ASKED, label: 'As each step asked' },
  { value: 'balanced', label: 'Balanced' },
  { value: 'cost', label: 'Cost' },
  { value: 'speed', label: 'Speed' },
  { value: 'quality', label: 'Quality' },
];

/** What the recorded calls would have cost under another policy, beside what they did. */
export function WhatIfTab() {
  const [goal, setGoal] = useState<OptimizeFor | typeof AS_ASKED>('cost');
  const [days, setDays] = useState('30');
  const [allowed, setAllowed] = useState<readonly string[]>([]);
  const [typedCost, setTypedCost] = useState<Typed>('');
  const maxCost = positiveOf(typedCost);
  const models = useModels();
  // Of the moment at which the question was put: the answer does not change under the reader's eyes.
  const from = useMemo(() => new Date(Date.now() - Number(days) * DAY_MS).toISOString(), [days]);
  const result = useWhatIf({
    from,
    ...(goal === AS_ASKED ? {} : { optimizeFor: goal }),
    ...(allowed.length === 0 ? {} : { models: [...allowed] }),
    ...(maxCost === null ? {} : { budget: { cost: maxCost } }),
  });
  return (
    <div className={pageClasses.body}>
      <div className={pageClasses.tools}>
        <Select
          size="xs"
          w={200}
          label="If models were chosen for"
          data={goals}
          value={goal}
          allowDeselect={false}
          onChange={(value) => setGoal(optimizeForSchema.safeParse(value).data ?? AS_ASKED)}
        />
        <MultiSelect
          size="xs"
          miw={200}
          maw={420}
          label="Only among"
          placeholder={allowed.length === 0 ? 'All models' : ''}
          data={(models.data?.items ?? []).filter(({ health }) => health.state !== 'unavailable').map(({ id }) => id)}
          value={[...allowed]}
          onChange={setAllowed}
          searchable
          clearable
        />
        <NumberInput
          size="xs"
          w={150}
          label="Dollars for a call"
          value={typedCost}
          min={0}
          decimalScale={4}
          hideControls
          onChange={setTypedCost}
        />
        <Stack gap={2}>
          <Text size="xs" fw={500} id="what-if-days">
            Calls of the last
          </Text>
          <SegmentedControl
            size="xs"
            aria-labelledby="what-if-days"
            data={[
              { value: '7', label: '7 days' },
              { value: '30', label: '30 days' },
              { value: '90', label: '90 days' },
            ]}
            value={days}
            onChange={setDays}
          />
        </Stack>
      </div>
      {result.isError && (
        <Failed title="The calls could not be replayed" {...describeFailure(result.error)} onRetry={() => void result.refetch()} />
      )}
      {result.isPending && <Skeleton height={220} />}
      {result.isSuccess && <Result {...result.data} />}
    </div>
  );
}

function Result({ requests, was, would, moves, named, unserved, recorded, isWhole }: WhatIfView) {
  if (requests === 0 && unserved.requests === 0) {
    return <Empty title="No call of these days can be chosen anew">Calls are recorded as steps, agents and chats ask models.</Empty>;
  }
  const moved = moves.reduce((sum, move) => sum + move.requests, 0);
  const mean = (ms: number): string => (requests === 0 ? '–' : inSeconds(ms / requests));
  return (
    <>
      <div className={classes.pairs}>
        <Pair
          label="Cost"
          was={toDollars(was.cost)}
          would={toDollars(would.cost)}
          better={would.cost - was.cost}
          change={changeOf(was.cost, would.cost)}
        />
        <Pair
          label="A request takes"
          was={mean(was.ms)}
          would={mean(would.ms)}
          better={would.ms - was.ms}
          change={changeOf(was.ms, would.ms)}
        />
        <Pair
          label="Quality"
          was={shareOf(was.quality)}
          would={shareOf(would.quality)}
          better={(was.quality ?? 0) - (would.quality ?? 0)}
          change={pointsOf(was.quality, would.quality)}
        />
        <Pair
          label="Answered"
          was={shareOf(was.answered)}
          would={shareOf(would.answered)}
          better={(was.answered ?? 0) - (would.answered ?? 0)}
          change={pointsOf(was.answered, would.answered)}
        />
      </div>
      {moves.length > 0 && (
        <div className={pageClasses.table}>
          <Table aria-label="Requests that would go to another model">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>From</Table.Th>
                <Table.Th>To</Table.Th>
                <Table.Th className={pageClasses.number}>Requests</Table.Th>
                <Table.Th className={pageClasses.number}>Cost was</Table.Th>
                <Table.Th className={pageClasses.number}>Would be</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {moves.map(({ from, to, requests: count, costWas, costWould }) => (
                <Table.Tr key={`${from} ${to}`}>
                  <Table.Td className={pageClasses.id}>{from}</Table.Td>
                  <Table.Td className={pageClasses.id}>{to}</Table.Td>
                  <Table.Td className={pageClasses.number}>{count.toLocaleString('en')}</Table.Td>
                  <Table.Td className={pageClasses.number}>{toDollars(costWas)}</Table.Td>
                  <Table.Td className={pageClasses.number}>{toDollars(costWould)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <Text size="xs" c="dimmed">
        {moved === 0
          ? 'No request would go to another model.'
          : `${moved.toLocaleString('en')} of ${requests.toLocaleString('en')} requests would go to another model.`}{' '}
        {named > 0 && `${named.toLocaleString('en')} name their model and stay with it. `}
        {unserved.requests > 0 && `${unserved.requests.toLocaleString('en')} more could not be served (${unserved.reason}). `}
        {would.unpriced > 0 && `${would.unpriced.toLocaleString('en')} would go to a model without a price. `}
        {!isWhole && `Of ${recorded.toLocaleString('en')} calls the newest were looked at. `}
        Nothing was asked: what moves is worked out from what was measured of the other model.
      </Text>
    </>
  );
}

interface PairProps {
  readonly label: string;
  readonly was: string;
  readonly would: string;
  /** Below zero: the other policy does better. */
  readonly better: number;
  readonly change: string;
}

function Pair({ label, was, would, better, change }: PairProps) {
  return (
    <section aria-label={label} className={classes.pair}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <div className={classes.sides}>
        <div>
          <Text size="lg" className={classes.amount}>
            {was}
          </Text>
          <Text size="xs" c="dimmed">
            was
          </Text>
        </div>
        <Text c="dimmed" aria-hidden>
          →
        </Text>
        <div>
          <Text size="lg" fw={600} className={classes.amount}>
            {would}
          </Text>
          <Text size="xs" c="dimmed">
            would be
          </Text>
        </div>
        <span className={classes.change} data-tone={change === '' ? undefined : better < 0 ? 'well' : 'bad'}>
          {change}
        </span>
      </div>
    </section>
  );
}

const shareOf = (share: number | null): string => (share === null ? '–' : percent(share));

function changeOf(was: number, would: number): string {
  if (was === 0 || Math.abs(would - was) / was < 0.005) return '';
  return `${would > was ? '+' : '−'}${Math.round((Math.abs(would - was) / was) * 100)} %`;
}

function pointsOf(was: number | null, would: number | null): string {
  const points = Math.round(((would ?? 0) - (was ?? 0)) * 100);
  return points === 0 ? '' : `${points > 0 ? '+' : '−'}${Math.abs(points)}`;
}
