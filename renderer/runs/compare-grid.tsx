import { Box } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import type { RunComparison } from '../../shared/contract/run-details.ts';
import { StateMark } from '../ui/state-badge.tsx';
import { durationText } from '../ui/time.tsx';
import classes from './compare-page.module.css';

export type ComparedStep = RunComparison['items'][number];

interface CompareGridProps {
  readonly items: readonly ComparedStep[];
  readonly selected: string;
  onSelect(path: string): void;
}

const rowHeight = 30;

/** Step by step, with what differs made plain. Arrows or j and k move. */
export function CompareGrid({ items, selected, onSelect }: CompareGridProps) {
  const id = useId();
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const active = items.findIndex(({ path }) => path === selected);

  function onKeyDown(event: KeyboardEvent): void {
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      j: active + 1,
      ArrowUp: active - 1,
      k: active - 1,
      Home: 0,
      End: items.length - 1,
    };
    const next = moves[event.key];
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const index = Math.min(items.length - 1, Math.max(0, next));
    virtual.scrollToIndex(index);
    onSelect(items[index]?.path ?? '');
  }

  return (
    <div className={classes.frame}>
      <div className={classes.head} aria-hidden>
        <span>Step</span>
        <span className={classes.wide}>Before</span>
        <span className={classes.wide}>After</span>
        <span>Longer by</span>
        <span>Output</span>
      </div>
      <Box
        ref={scroll}
        className={classes.scroll}
        role="grid"
        aria-label="Steps of both runs"
        aria-rowcount={items.length}
        tabIndex={0}
        aria-activedescendant={active < 0 ? undefined : `${id}-${active}`}
        onKeyDown={onKeyDown}
      >
        <div className={classes.sheet} role="presentation" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const item = items[index];
            if (item === undefined) return null;
            const { path, name, before, after } = item;
            const depth = path.split('/').length - 1;
            return (
              <Box
                key={path}
                id={`${id}-${index}`}
                role="row"
                aria-rowindex={index + 1}
                aria-selected={path === selected}
                className={classes.row ?? ''}
                data-same={!differs(item) || undefined}
                style={{ transform: `translateY(${start}px)` }}
                onClick={() => onSelect(path)}
              >
                <Cell className={classes.name} style={{ paddingLeft: Math.min(depth, 6) * 14 }} title={path}>
                  {name}
                  {depth > 0 && iterationText(path)}
                </Cell>
                <Cell>
                  <State side={before} />
                </Cell>
                <Cell className={classes.number}>{timeText(before)}</Cell>
                <Cell>
                  <State side={after} />
                </Cell>
                <Cell className={classes.number}>{timeText(after)}</Cell>
                <Cell className={classes.number}>
                  <Longer before={before} after={after} />
                </Cell>
                <Cell className={item.isSameOutput === false ? classes.differs : undefined}>
                  {item.isSameOutput === null ? '–' : item.isSameOutput ? 'same' : 'differs'}
                </Cell>
              </Box>
            );
          })}
        </div>
      </Box>
    </div>
  );
}

/** By its mark; the word is for who points at it or cannot see. */
function State({ side }: { readonly side: ComparedStep['before'] }) {
  const word = side === null ? 'not begun' : side.state.replaceAll('_', ' ');
  return (
    <span title={word} className={classes.mark}>
      {side === null ? '–' : <StateMark state={side.state} />}
      <span className={classes.word}>{word}</span>
    </span>
  );
}

interface CellProps {
  readonly className?: string | undefined;
  readonly style?: CSSProperties;
  readonly title?: string;
  readonly children: ReactNode;
}

function Cell({ className = '', ...rest }: CellProps) {
  return <Box component="span" role="gridcell" className={className} {...rest} />;
}

/** A run that took another way, or made something else. Times alone always differ. */
export function differs({ before, after, isSameOutput }: ComparedStep): boolean {
  return before?.state !== after?.state || before?.attempts !== after?.attempts || isSameOutput === false;
}

function iterationText(path: string): string {
  const iteration = /\[(\d+)\][^[]*$/.exec(path)?.[1];
  return iteration === undefined ? '' : ` ${Number(iteration) + 1}`;
}

function timeText(side: ComparedStep['before']): string {
  return side?.durationMs === null || side?.durationMs === undefined ? '' : durationText(side.durationMs);
}

/** Less than this is chance. */
const leastMs = 20;

function Longer({ before, after }: Pick<ComparedStep, 'before' | 'after'>) {
  if (before?.durationMs === null || before?.durationMs === undefined || after?.durationMs === null || after?.durationMs === undefined)
    return '';
  const by = after.durationMs - before.durationMs;
  if (Math.abs(by) < Math.max(leastMs, before.durationMs * 0.05)) return '';
  return <span className={by > 0 ? classes.slower : classes.faster}>{by > 0 ? `+ ${durationText(by)}` : `− ${durationText(-by)}`}</span>;
}
