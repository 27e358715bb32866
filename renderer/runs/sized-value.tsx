import { Button, Group, Text } from '@mantine/core';
import type { SizedValue } from '../../shared/contract/run-details.ts';
import { formatBytes } from '../../shared/lib/byte-text.ts';
import type { PathSegment } from '../../shared/workflow/expression/path.ts';
import { ValueTree } from '../ui/value-tree.tsx';

interface SizedValueViewProps {
  readonly value: SizedValue;
  readonly label: string;
  /** How an expression gets at it. */
  readonly root?: readonly PathSegment[];
  readonly maxHeight?: number;
  /** Asks for a value that was too large to come unasked. */
  onLoad(): void;
  readonly isLoading: boolean;
}

/** A value as a tree; a large one only when somebody asks for it. */
export function SizedValueView({ value, label, root = [], maxHeight = 300, onLoad, isLoading }: SizedValueViewProps) {
  if (value.value !== undefined) return <ValueTree value={value.value} label={label} root={root} maxHeight={maxHeight} />;
  return (
    <Group gap="sm">
      <Text size="sm">It has {formatBytes(value.bytes)}, and is not shown unasked.</Text>
      <Button size="xs" variant="default" loading={isLoading} onClick={onLoad}>
        Show it
      </Button>
    </Group>
  );
}
