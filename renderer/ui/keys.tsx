import { Group, Kbd } from '@mantine/core';
import { keyLabels } from './shortcuts.ts';

/** A shortcut as its keys. */
export function Keys({ keys }: { readonly keys: string }) {
  return (
    <Group component="span" gap={3} wrap="nowrap" display="inline-flex">
      {keyLabels(keys).map((key) => (
        <Kbd key={key} size="xs">
          {key}
        </Kbd>
      ))}
    </Group>
  );
}
