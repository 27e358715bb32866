import { type DragEvent, type ReactNode, type Ref, useState } from 'react';
import { CopyValue } from './copy-value.tsx';
import { PathIcon } from './icons.tsx';
import { previewOf, type ValueRow } from './value-rows.ts';
import classes from './value-tree.module.css';

export const rowHeight = 22;

/** What a dragged value carries: its path as an expression says it. */
export const dragPath = 'application/x-pawl-path';

interface ValueTreeRowProps {
  /** Of a row whose height is that of its text. */
  readonly ref: Ref<HTMLDivElement> | undefined;
  readonly id: string;
  readonly index: number;
  readonly top: number;
  readonly row: ValueRow;
  readonly path: string;
  /** What was searched for. */
  readonly mark: string;
  readonly isActive: boolean;
  readonly canPick: boolean;
  copyText(): string;
  onToggle(): void;
  onPick(): void;
}

export function ValueTreeRow({ ref, id, index, top, row, path, mark, isActive, canPick, copyText, onToggle, onPick }: ValueTreeRowProps) {
  const isValue = row.kind === 'value';
  // Tools are seen where the pointer or the keyboard is: most rows never need theirs.
  const [wasPointedAt, setPointedAt] = useState(false);
  function onDragStart(event: DragEvent): void {
    event.dataTransfer.setData(dragPath, path);
    event.dataTransfer.setData('text/plain', `{{ ${path} }}`);
    event.dataTransfer.effectAllowed = 'copy';
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree that holds it answers the keys.
    // biome-ignore lint/a11y/useFocusableInteractive: the tree holds the focus, and names the active row.
    <div
      ref={ref}
      id={id}
      data-index={index}
      className={classes.row}
      style={{ transform: `translateY(${top}px)`, paddingLeft: 6 + row.depth * 14 }}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-expanded={row.open}
      aria-selected={isActive}
      data-active={isActive || undefined}
      data-can-open={row.open !== undefined || undefined}
      data-can-pick={(canPick && isValue) || undefined}
      data-path={isValue ? path : undefined}
      draggable={canPick && isValue}
      onDragStart={onDragStart}
      onPointerEnter={() => setPointedAt(true)}
      onClick={canPick && isValue ? onPick : onToggle}
    >
      {row.kind === 'text' ? (
        <span className={classes.text}>{marked(String(row.value), mark)}</span>
      ) : (
        <>
          <span
            className={classes.arrow}
            aria-hidden
            onClick={(event) => {
              event.stopPropagation();
              onToggle();
            }}
          >
            {row.open === undefined ? '' : row.open ? '▼' : '▶'}
          </span>
          {row.name !== undefined && (
            <span className={classes.name} data-range={row.kind === 'range' || undefined}>
              {row.kind === 'range' ? `[${row.name}]` : marked(String(row.name), mark)}
            </span>
          )}
          {isValue && (
            <span className={classes.value} data-type={typeName(row.value)}>
              {marked(previewOf(row.value), mark)}
            </span>
          )}
        </>
      )}
      {isValue && (wasPointedAt || isActive) && (
        // biome-ignore lint/a11y/noStaticElementInteractions: only keeps the row from hearing the click.
        // biome-ignore lint/a11y/useKeyWithClickEvents: as above.
        <span className={classes.tools} onClick={(event) => event.stopPropagation()}>
          {path !== '' && <CopyValue text={() => path} label="Copy path" skipsTab icon={<PathIcon />} />}
          <CopyValue text={copyText} label="Copy value" skipsTab />
        </span>
      )}
    </div>
  );
}

function typeName(value: unknown): string {
  return value === null ? 'null' : typeof value;
}

function marked(text: string, mark: string): ReactNode {
  if (mark === '') return text;
  const at = text.toLowerCase().indexOf(mark.toLowerCase());
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + mark.length)}</mark>
      {text.slice(at + mark.length)}
    </>
  );
}
