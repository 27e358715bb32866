import { Anchor, Text } from '@mantine/core';
import type { Backtest, BacktestChange, BacktestItem } from '../../shared/contract/backtest.ts';
import { showControls } from '../../shared/lib/show-controls.ts';
import { hrefTo } from '../ui/route.ts';
import { Ago } from '../ui/time.tsx';
import { VerdictWord } from '../ui/verdict-word.tsx';
import { Cell, HeadCell, VirtualRows } from '../ui/virtual-rows.tsx';
import classes from './backtest-dialog.module.css';

/** In pixels. */
export const rowHeight = 44;
export const headHeight = 37;

const changeTexts: Readonly<Record<BacktestChange, { readonly sign: string; readonly meaning: string }>> = {
  gained: { sign: '+', meaning: 'It would start a run that it did not start then' },
  lost: { sign: '−', meaning: 'It would not start the run that it started then' },
  changed: { sign: '~', meaning: 'It would start nothing, as then, for another reason' },
  same: { sign: '', meaning: 'As then' },
};

/** Each thing that happened, with what the trigger did and what it would do. */
export function BacktestRows({ told: { items, type } }: { readonly told: Backtest }) {
  const keyed = items.map((item, index) => ({ ...item, key: String(index) }));
  return (
    <VirtualRows
      label="What happened"
      items={keyed}
      rowHeight={rowHeight}
      keyOf={({ key }) => key}
      className={classes.columns}
      head={
        <>
          <HeadCell />
          <HeadCell>When</HeadCell>
          <HeadCell>What</HeadCell>
          <HeadCell>Then</HeadCell>
          <HeadCell>Now</HeadCell>
          <HeadCell className={classes.wide}>Why</HeadCell>
        </>
      }
      row={(item) => <Row item={item} unseen={type === 'schedule' ? 'Did not fire' : 'Not seen'} />}
    />
  );
}

function Row({ item, unseen }: { readonly item: BacktestItem; readonly unseen: string }) {
  const { at, was, would, change } = item;
  const what = showControls(item.what);
  const why = would === null ? 'It would not happen at all.' : showControls(would.reason ?? '');
  return (
    <>
      <Cell className={classes.change}>
        <span data-change={change} title={changeTexts[change].meaning}>
          {changeTexts[change].sign}
        </span>
      </Cell>
      <Cell>
        <Text size="xs" c="dimmed">
          <Ago at={at} />
        </Text>
      </Cell>
      <Cell>
        <Text size="xs" truncate title={what}>
          {what}
        </Text>
        <Text size="xs" c="dimmed" truncate title={why} className={classes.narrow}>
          {why}
        </Text>
      </Cell>
      <Cell>
        {was === null ? (
          <Text size="xs" c="dimmed">
            {unseen}
          </Text>
        ) : was.runId === null ? (
          <VerdictWord verdict={was.verdict} reason={was.reason} />
        ) : (
          <Anchor size="xs" href={hrefTo('runs', was.runId)}>
            <VerdictWord verdict={was.verdict} reason={was.reason} />
          </Anchor>
        )}
      </Cell>
      <Cell>
        {would === null ? (
          <Text size="xs" c="dimmed">
            Not at all
          </Text>
        ) : (
          <>
            <VerdictWord verdict={would.verdict} reason={would.reason} />
            {would.runs > 1 && <span className={classes.times}> ×{would.runs}</span>}
          </>
        )}
      </Cell>
      <Cell className={classes.wide}>
        <Text size="xs" c="dimmed" lineClamp={2} title={why}>
          {why}
        </Text>
      </Cell>
    </>
  );
}
