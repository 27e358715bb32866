import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { engine } from '../bridge/engine.ts';
import { ValueTree } from '../ui/value-tree.tsx';

/** What a step that was cut off was doing: the parameters of its last attempt. */
export function WhatItDid({ runId, path }: { readonly runId: string; readonly path: string }) {
  const step = useQuery({
    queryKey: ['run', runId, 'interrupted step', path],
    queryFn: ({ signal }) => engine.runs.step({ run: runId, step: path }, { signal }),
  });
  if (step.isPending) return <Skeleton height={90} />;
  const input = step.data?.attemptList.at(-1)?.input?.value;
  if (input === undefined) return null;
  return (
    <section aria-label="What it was doing">
      <Text size="xs" fw={600} c="dimmed" mb={4}>
        What it was doing
      </Text>
      <ValueTree value={input} label="What it was doing" maxHeight={240} />
    </section>
  );
}
