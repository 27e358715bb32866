import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { Failed } from './notice.tsx';

interface FormDialogProps {
  readonly title: string;
  /** On the button that sends it. */
  readonly done: string;
  readonly isPending: boolean;
  /** Why it was not taken, where it was not. */
  readonly failure?: { readonly message: string } | undefined;
  /** On the button that leaves it. */
  readonly cancel?: string;
  readonly children: ReactNode;
  onSubmit(): void;
  onClose(): void;
}

/** A form in a dialog: its fields, what went wrong, and a way out beside the way on. What is wrong in it the fields say themselves. */
export function FormDialog({ title, done, isPending, failure, cancel = 'Cancel', children, onSubmit, onClose }: FormDialogProps) {
  return (
    <Modal opened onClose={onClose} title={title} size="lg">
      <form
        noValidate
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        <Stack gap="sm">
          {children}
          {failure !== undefined && <Failed title="It was not kept" {...failure} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {cancel}
            </Button>
            <Button type="submit" loading={isPending}>
              {done}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
