import { Stack } from '@mantine/core';
import { type ReactNode, useContext } from 'react';
import { AwayContext } from './away.ts';
import { Empty } from './notice.tsx';

interface LoadingProps {
  /** What is being done, for who cannot see. */
  readonly label: string;
  /** As large as what will be there. */
  readonly children: ReactNode;
}

/** Stands where something will be; while the engine is away, in its place that it was not read yet. */
export function Loading({ label, children }: LoadingProps) {
  const isAway = useContext(AwayContext);
  if (isAway) return <Empty title="Not loaded yet">This was not read before the engine went away. It appears as soon as it is back.</Empty>;
  return (
    <Stack p={20} gap={10} aria-busy aria-label={label}>
      {children}
    </Stack>
  );
}
