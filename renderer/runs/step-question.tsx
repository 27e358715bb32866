import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { AnswerItem } from '../answer/answer-item.tsx';
import { engine } from '../bridge/engine.ts';
import classes from './step-panel.module.css';

/** What a step that waits asks of a person; nothing when it waits for something else. */
export function StepQuestion({ runId, path }: { readonly runId: string; readonly path: string }) {
  const items = useQuery({
    queryKey: ['inbox', 'of run', runId, path],
    queryFn: ({ signal }) => engine.inbox.list({ run: runId }, { signal }),
  });
  const asked = items.data?.items.filter((item) => item.path === path && item.kind !== 'interrupted') ?? [];
  if (asked.length === 0) return null;
  return (
    <section className={classes.ask} aria-label="Answer">
      <Stack gap="md">
        {asked.map((item) => (
          <Stack key={item.id} gap="xs">
            <Text size="sm" fw={600}>
              {item.title}
            </Text>
            <AnswerItem item={item} />
          </Stack>
        ))}
      </Stack>
    </section>
  );
}
