import { Button, Stack, Text } from '@mantine/core';
import { placeOfStep } from '../../../shared/workflow/testing/place-of-step.ts';
import { useBuilder } from '../document/use-builder.ts';
import classes from './inspector.module.css';
import { useApply } from './use-apply.ts';
import { useCopySteps } from './use-copy-steps.ts';

/** What can be done with several steps at once. */
export function SeveralInspector({ steps }: { readonly steps: ReadonlySet<string> }) {
  const apply = useApply();
  const document = useBuilder((state) => state.document);
  const isBehind = useBuilder((state) => state.isBehind);
  const duplicate = useCopySteps();
  const ids = [...steps];
  const scopes = new Set(ids.map((id) => (document === undefined ? undefined : placeOfStep(document, id)?.scope.path.join('.'))));
  const isOneList = scopes.size === 1;
  const wrap = (box: Parameters<typeof apply>[0][number] & { type: 'wrap-steps' }, label: string) => apply([box], label);
  return (
    <>
      <header className={classes.header}>
        <div className={classes.heading}>
          <Text fw={600} size="sm">
            {ids.length} steps
          </Text>
          <div className={classes.kind}>{ids.join(', ')}</div>
        </div>
      </header>
      <Stack gap={6} className={classes.panel}>
        <Button size="xs" variant="default" disabled={isBehind} onClick={() => duplicate(ids)}>
          Duplicate
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={isBehind || !isOneList}
          onClick={() => wrap({ type: 'wrap-steps', steps: ids, box: { forEach: '[]', steps: [] } }, 'Put into a loop')}
        >
          Put into a loop
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={isBehind || !isOneList}
          onClick={() => wrap({ type: 'wrap-steps', steps: ids, box: { parallel: {} }, branch: 'first' }, 'Put into a branch')}
        >
          Put into a parallel branch
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={isBehind}
          onClick={() =>
            apply(
              ids.map((id) => ({ type: 'set-in-step', step: id, path: ['when'], value: false }) as const),
              'Switch off',
            )
          }
        >
          Switch off (when: false)
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={isBehind}
          onClick={() => apply([{ type: 'remove-steps', steps: ids, keepWire: true }], 'Delete and keep the wire')}
        >
          Delete, keep the wire
        </Button>
        <Button
          size="xs"
          variant="default"
          c="red"
          disabled={isBehind}
          onClick={() => apply([{ type: 'remove-steps', steps: ids, keepWire: false }], 'Delete')}
        >
          Delete
        </Button>
        {!isOneList && (
          <Text size="xs" c="dimmed">
            Only steps of one list can be put into a box together.
          </Text>
        )}
      </Stack>
    </>
  );
}
