import { ActionIcon, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { engine, isDesktop } from '../../../bridge/engine.ts';
import { describeFailure } from '../../../bridge/failure.ts';
import { FolderIcon } from '../../../ui/icons.tsx';
import classes from './fields.module.css';
import { useFieldForm } from './form-context.ts';

interface PathFieldProps {
  readonly kind: 'file' | 'folder';
  readonly label: string;
  readonly children: ReactNode;
  onChoose(path: string): void;
}

/** A path, to be typed, or chosen where the desktop has a dialog for it. */
export function PathField({ kind, label, children, onChoose }: PathFieldProps) {
  const { isReadOnly } = useFieldForm();
  if (!isDesktop) return children;

  async function choose(): Promise<void> {
    try {
      const path = await engine.desktop.choosePath({ kind });
      if (path !== null) onChoose(path);
    } catch (error) {
      notifications.show({ color: 'red', title: 'No dialog could be shown', message: describeFailure(error).message });
    }
  }

  return (
    <div className={classes.entry}>
      <div className={classes.entryBody}>{children}</div>
      <Tooltip label={kind === 'file' ? 'Choose a file' : 'Choose a folder'}>
        <ActionIcon
          size="sm"
          mt={4}
          variant="subtle"
          color="gray"
          aria-label={`Choose ${kind === 'file' ? 'a file' : 'a folder'} for ${label}`}
          disabled={isReadOnly}
          onClick={() => void choose()}
        >
          <FolderIcon />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
