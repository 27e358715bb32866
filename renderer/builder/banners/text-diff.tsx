import { Box } from '@mantine/core';
import { useMemo } from 'react';
import { diffLines } from '../../../shared/workflow/diff-lines.ts';
import classes from './text-diff.module.css';

interface TextDiffProps {
  readonly before: string;
  readonly after: string;
  readonly label: string;
}

interface Row {
  readonly kind: 'same' | 'gone' | 'new' | 'cut';
  readonly text: string;
}

/** Lines around a change that are shown with it. */
const around = 2;

/** Two texts, line by line: what goes and what comes. */
export function TextDiff({ before, after, label }: TextDiffProps) {
  const rows = useMemo(() => rowsOf(before.split('\n'), after.split('\n')), [before, after]);
  return (
    <Box className={classes.diff} role="group" aria-label={label} tabIndex={0}>
      {rows.length === 0 && <div className={classes.row}>The texts are the same.</div>}
      {rows.map(({ kind, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows never move.
        <div key={index} className={classes.row} data-kind={kind}>
          <span className={classes.sign}>{kind === 'gone' ? '−' : kind === 'new' ? '+' : ''}</span>
          {kind === 'cut' ? '⋯' : text}
        </div>
      ))}
    </Box>
  );
}

function rowsOf(before: readonly string[], after: readonly string[]): Row[] {
  const rows: Row[] = [];
  let shown = 0;
  const same = (from: number, to: number): void => void rows.push(...after.slice(from, to).map((text): Row => ({ kind: 'same', text })));
  for (const { from, to, newFrom, newTo } of diffLines(before, after)) {
    const start = Math.max(shown, newFrom - around);
    if (rows.length > 0 || start > 0) {
      const end = Math.min(newFrom, shown + (rows.length > 0 ? around : 0));
      same(shown, end);
      if (start > end) rows.push({ kind: 'cut', text: '' });
      same(Math.max(start, end), newFrom);
    } else same(start, newFrom);
    rows.push(
      ...before.slice(from, to).map((text): Row => ({ kind: 'gone', text })),
      ...after.slice(newFrom, newTo).map((text): Row => ({ kind: 'new', text })),
    );
    shown = newTo;
  }
  if (rows.length > 0) same(shown, Math.min(after.length, shown + around));
  return rows;
}
