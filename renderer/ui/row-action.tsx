import { ActionIcon } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './row-action.module.css';

interface RowActionProps {
  readonly label: string;
  /** Shown by the `RowTips` of the list. */
  readonly tip: string;
  readonly children: ReactNode;
  onClick(): void;
}

/** A quiet button with an icon, as Mantine's looks, drawn in a tenth of its time: for the rows of long lists, whose keys do the same. */
export function RowAction({ label, tip, children, onClick }: RowActionProps) {
  return (
    <button
      type="button"
      className={`mantine-focus-auto mantine-active ${ActionIcon.classes.root} ${classes.root}`}
      tabIndex={-1}
      aria-label={label}
      data-tip={tip}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
