import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, type ReactNode, useEffect, useRef } from 'react';
import classes from './virtual-rows.module.css';

interface VirtualRowsProps<T> {
  readonly label: string;
  readonly items: readonly T[];
  /** Of each row, in pixels. */
  readonly rowHeight: number;
  keyOf(item: T): string;
  /** The cells of a row; as long as it is the same function, a row is drawn anew only when its item is another. */
  readonly row: (item: T) => ReactNode;
  /** The cells of the heading. */
  readonly head: ReactNode;
  /** The columns, as `grid-template-columns`. */
  readonly className: string | undefined;
  /** How many there are in all, those that have not been read included. */
  readonly total?: number;
  /** The end of what is there comes into sight. */
  onEnd?: (() => void) | undefined;
}

/** A table of any length: only the rows in sight are drawn. Fills its parent and scrolls inside. */
export function VirtualRows<T>({ label, items, rowHeight, keyOf, row, head, className, total, onEnd }: VirtualRowsProps<T>) {
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
    overscan: 8,
  });
  const shown = virtual.getVirtualItems();
  const isEndNear = (shown.at(-1)?.index ?? 0) >= items.length - 10;
  const isPart = total !== undefined && items.length < total;
  useEffect(() => {
    if (isEndNear && isPart) onEnd?.();
  }, [isEndNear, isPart, onEnd]);

  return (
    <div ref={scroll} className={classes.scroll}>
      <table aria-label={label} aria-rowcount={(total ?? items.length) + 1} className={classes.table}>
        <thead className={classes.top}>
          <tr aria-rowindex={1} className={`${classes.head} ${className}`}>
            {head}
          </tr>
        </thead>
        <tbody className={classes.body} style={{ height: virtual.getTotalSize() }}>
          {shown.map(({ index, key, start }) => {
            const item = items[index];
            if (item === undefined) return null;
            return (
              <tr
                key={key}
                aria-rowindex={index + 2}
                className={`${classes.row} ${className}`}
                style={{ height: rowHeight, transform: `translateY(${start}px)` }}
              >
                <Cells item={item} row={row as (item: unknown) => ReactNode} />
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const Cells = memo(function Cells({ item, row }: { readonly item: unknown; readonly row: (item: unknown) => ReactNode }) {
  return row(item);
});

interface CellProps {
  readonly children?: ReactNode;
  readonly className?: string | undefined;
}

export function Cell({ children, className }: CellProps) {
  return <td className={className}>{children}</td>;
}

export function HeadCell({ children, className }: CellProps) {
  return (
    <th scope="col" className={className}>
      {children}
    </th>
  );
}
