import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import type { WorkflowEdit } from '../../../shared/workflow/edit/edit.ts';
import { useBuilderStore } from '../document/use-builder.ts';

/** Makes edits under one label; one that is refused says why, and nothing is changed. */
export function useApply(): (edits: readonly WorkflowEdit[], label: string) => boolean {
  const store = useBuilderStore();
  return useCallback(
    (edits, label) => {
      const result = store.getState().apply(edits, label);
      if (result.ok) return true;
      const message = result.problems[0]?.message ?? 'The text cannot be changed as it is';
      notifications.show({ id: 'not-changed', color: 'red', title: 'Not changed', message });
      return false;
    },
    [store],
  );
}
