import { Box, Text } from '@mantine/core';
import { useMemo } from 'react';
import { diffValues, type ValueDifference } from '../../shared/lib/diff-values.ts';
import type { Json } from '../../shared/lib/json.ts';
import { formatPath } from '../../shared/workflow/expression/path.ts';
import classes from './value-diff.module.css';

interface ValueDiffProps {
  readonly before: Json;
  readonly after: Json;
  readonly label: string;
}

const mostShown = 300;
const mostLetters = 1200;

/** The places where two values differ, each with what stood and what stands there. */
export function ValueDiff({ before, after, label }: ValueDiffProps) {
  const { differences, isCut } = useMemo(() => diffValues(before, after, mostShown), [before, after]);
  if (differences.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        The same in both.
      </Text>
    );
  }
  return (
    <Box component="ul" className={classes.list} aria-label={label} tabIndex={0}>
      {differences.map((difference) => (
        <DifferenceItem key={JSON.stringify([difference.segments, difference.kind])} {...difference} />
      ))}
      {isCut && <li className={classes.item}>The first {mostShown} differences are shown.</li>}
    </Box>
  );
}

function DifferenceItem({ segments, before, after }: ValueDifference) {
  return (
    <li className={classes.item}>
      {segments.length > 0 && <span className={classes.path}>{formatPath(segments)}</span>}
      {before !== undefined && (
        <del className={classes.before} style={{ textDecoration: 'none' }}>
          − {textOf(before)}
        </del>
      )}
      {after !== undefined && (
        <ins className={classes.after} style={{ textDecoration: 'none' }}>
          + {textOf(after)}
        </ins>
      )}
    </li>
  );
}

function textOf(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 1);
  return text.length > mostLetters ? `${text.slice(0, mostLetters)} … ${text.length - mostLetters} more letters` : text;
}
