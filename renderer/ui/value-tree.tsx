import { CloseButton, Input } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useDeferredValue, useId, useMemo, useRef, useState } from 'react';
import { formatPath, type PathSegment } from '../../shared/workflow/expression/path.ts';
import { CopyValue } from './copy-value.tsx';
import { useValueSearch } from './use-value-search.ts';
import { rowsOf, type ValueRow } from './value-rows.ts';
import classes from './value-tree.module.css';
import { rowHeight, ValueTreeRow } from './value-tree-row.tsx';

interface ValueTreeProps {
  readonly value: unknown;
  /** What it is, for who cannot see. */
  readonly label: string;
  /** How an expression gets at the value: `['steps', 'read', 'output']`. Paths are copied with it in front. */
  readonly root?: readonly PathSegment[];
  /** A value was chosen, by its whole path. Without it, a click opens and closes. */
  readonly onPick?: (path: string, value: unknown) => void;
  /** Pixels; it takes no more than its rows need. */
  readonly maxHeight?: number;
}

const none: readonly PathSegment[] = [];

/**
 * A value of any size as a tree: only what is seen is drawn. Arrows move, open and close; Enter picks; Ctrl+C copies the value and Ctrl+Shift+C
 * its path.
 */
export function ValueTree({ value, label, root = none, onPick, maxHeight = 360 }: ValueTreeProps) {
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [text, setText] = useState('');
  const search = useValueSearch(value, useDeferredValue(text.trim()));
  const [activeKey, setActiveKey] = useState<string>();
  const rows = useMemo(() => rowsOf(value, opened, text.trim() === '' ? undefined : search?.found), [value, opened, search, text]);
  const id = useId();
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
  });
  const found = rows.findIndex(({ key }) => key === activeKey);
  const active = found < 0 ? 0 : found;

  function toggle(row: ValueRow, open = row.open !== true): void {
    if (row.open === undefined) return;
    setOpened((before) => new Map(before).set(row.key, open));
  }

  function moveTo(index: number): void {
    const row = rows[index];
    if (row === undefined) return;
    setActiveKey(row.key);
    virtual.scrollToIndex(index);
  }

  function pathOf(row: ValueRow): string {
    return formatPath([...root, ...row.segments]);
  }

  function pick(row: ValueRow): void {
    if (onPick !== undefined && row.kind === 'value') onPick(pathOf(row), row.value);
    else toggle(row);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const row = rows[active];
    if (row === undefined) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c') {
      if (window.getSelection()?.isCollapsed === false) return;
      event.preventDefault();
      void navigator.clipboard.writeText(event.shiftKey ? pathOf(row) : copyText(row.value));
      return;
    }
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => moveTo(active + 1),
      ArrowUp: () => moveTo(active - 1),
      Home: () => moveTo(0),
      End: () => moveTo(rows.length - 1),
      PageDown: () => moveTo(Math.min(rows.length - 1, active + 12)),
      PageUp: () => moveTo(Math.max(0, active - 12)),
      ArrowRight: () => (row.open === false ? toggle(row, true) : moveTo(active + 1)),
      ArrowLeft: () => (row.open === true ? toggle(row, false) : moveTo(parentOf(rows, active))),
      Enter: () => pick(row),
      ' ': () => toggle(row),
    };
    const move = moves[event.key];
    if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move();
  }

  const isPlain = rows.length === 1 && text === '';
  return (
    <div className={classes.frame}>
      {!isPlain && (
        <div className={classes.bar}>
          <Input
            className={classes.search}
            size="xs"
            variant="unstyled"
            placeholder="Search names and values"
            aria-label={`Search in ${label}`}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            rightSection={text !== '' && <CloseButton size="xs" aria-label="Clear the search" onClick={() => setText('')} />}
            rightSectionPointerEvents="auto"
          />
          {text.trim() !== '' && search !== undefined && (
            <span className={classes.count} role="status">
              {search.isCut ? `first ${search.hits}` : `${search.hits} found`}
            </span>
          )}
          <CopyValue text={() => copyText(value)} label={`Copy ${label}`} />
        </div>
      )}
      <div
        ref={scroll}
        className={classes.scroll}
        style={{ height: Math.min(maxHeight, Math.max(rowHeight, virtual.getTotalSize())) }}
        role="tree"
        aria-label={label}
        tabIndex={0}
        aria-activedescendant={`${id}-${active}`}
        onKeyDown={onKeyDown}
      >
        <div className={classes.sheet} style={{ height: virtual.getTotalSize() }} role="presentation">
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            return (
              <ValueTreeRow
                key={item.key}
                ref={row.kind === 'text' ? virtual.measureElement : undefined}
                id={`${id}-${item.index}`}
                index={item.index}
                top={item.start}
                row={row}
                path={pathOf(row)}
                mark={text.trim()}
                isActive={item.index === active && activeKey !== undefined}
                canPick={onPick !== undefined}
                copyText={() => copyText(row.value)}
                onToggle={() => {
                  setActiveKey(row.key);
                  toggle(row);
                }}
                onPick={() => {
                  setActiveKey(row.key);
                  pick(row);
                }}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** A text as it is, anything else as JSON. */
function copyText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '');
}

function parentOf(rows: readonly ValueRow[], index: number): number {
  const depth = rows[index]?.depth ?? 0;
  for (let at = index - 1; at >= 0; at--) if ((rows[at]?.depth ?? 0) < depth) return at;
  return index;
}
