import { ActionIcon, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { DownIcon, DownloadIcon, FollowIcon, HistoryIcon, UpIcon, WrapIcon } from '../ui/run-icons.tsx';

const icons = {
  up: <UpIcon />,
  down: <DownIcon />,
  wrap: <WrapIcon />,
  time: <HistoryIcon />,
  follow: <FollowIcon />,
  save: <DownloadIcon />,
  case: 'Aa',
} as const satisfies Readonly<Record<string, ReactNode>>;

interface LogToolProps {
  readonly label: string;
  readonly icon: keyof typeof icons;
  /** Of one that is on or off. */
  readonly isOn?: boolean;
  readonly isDisabled?: boolean;
  onClick(): void;
}

export function LogTool({ label, icon, isOn, isDisabled = false, onClick }: LogToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        size="sm"
        fz={11}
        fw={600}
        variant={isOn === true ? 'light' : 'subtle'}
        {...(isOn === true ? {} : { color: 'gray' })}
        aria-label={label}
        aria-pressed={isOn}
        disabled={isDisabled}
        onClick={onClick}
      >
        {icons[icon]}
      </ActionIcon>
    </Tooltip>
  );
}
