import { Skeleton, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './panel.module.css';

interface PanelProps {
  readonly title: string;
  /** What stands at the end of the heading. */
  readonly aside?: ReactNode;
  readonly isLoading?: boolean;
  readonly children: ReactNode;
}

/** One answer of the dashboard. */
export function Panel({ title, aside, isLoading = false, children }: PanelProps) {
  return (
    <section aria-label={title} className={classes.panel} aria-busy={isLoading}>
      <div className={classes.head}>
        <Text component="h2" size="sm" fw={600}>
          {title}
        </Text>
        {aside}
      </div>
      {isLoading ? (
        <Stack gap={8} px={14} pb={14}>
          <Skeleton height={18} width="80%" />
          <Skeleton height={18} width="60%" />
        </Stack>
      ) : (
        children
      )}
    </section>
  );
}
