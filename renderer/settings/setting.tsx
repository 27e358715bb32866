import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './setting.module.css';

interface SettingProps {
  readonly label: string;
  readonly help: ReactNode;
  readonly children?: ReactNode;
}

/** One setting: what it is, what it does, and the control for it. */
export function Setting({ label, help, children }: SettingProps) {
  return (
    <div className={classes.setting}>
      <div className={classes.words}>
        <Text size="sm">{label}</Text>
        <Text component="div" size="xs" c="dimmed">
          {help}
        </Text>
      </div>
      <div>{children}</div>
    </div>
  );
}
