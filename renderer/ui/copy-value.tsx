import { ActionIcon, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { CheckIcon, CopyIcon } from './icons.tsx';

interface CopyValueProps {
  /** Made when it is asked for: it may be large. */
  text(): string;
  readonly label: string;
  readonly icon?: ReactNode;
  /** Where the keyboard has another way. */
  readonly skipsTab?: boolean;
}

export function CopyValue({ text, label, icon = <CopyIcon />, skipsTab = false }: CopyValueProps) {
  const clipboard = useClipboard({ timeout: 1200 });
  return (
    <Tooltip label={clipboard.copied ? 'Copied' : label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="xs"
        tabIndex={skipsTab ? -1 : 0}
        aria-label={label}
        onClick={() => clipboard.copy(text())}
      >
        {clipboard.copied ? <CheckIcon /> : icon}
      </ActionIcon>
    </Tooltip>
  );
}
