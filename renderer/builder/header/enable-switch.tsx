import { Switch, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { engine } from '../../bridge/engine.ts';
import { describeFailure } from '../../bridge/failure.ts';
import classes from './builder-header.module.css';

/** Whether the saved workflow's triggers are armed. The draft has no part in it. */
export function EnableSwitch({ workflow }: { readonly workflow: string }) {
  const queries = useQueryClient();
  const stored = useQuery({ queryKey: ['workflow', workflow], queryFn: ({ signal }) => engine.workflows.get({ workflow }, { signal }) });
  const change = useMutation({
    mutationFn: (enabled: boolean) => engine.workflows.setEnabled({ workflow, enabled }),
    onError: (error) => notifications.show({ color: 'red', message: describeFailure(error).message }),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['workflow', workflow] }),
        queries.invalidateQueries({ queryKey: ['workflows'] }),
      ]),
  });
  const isOn = change.isPending ? change.variables : (stored.data?.enabled ?? false);
  return (
    <Tooltip label={isOn ? 'Its triggers start the saved version' : 'Its triggers are off; you can still run it'}>
      <Switch
        size="sm"
        className={classes.wide}
        checked={isOn}
        disabled={stored.data === undefined}
        aria-label="The workflow is on"
        label={isOn ? 'On' : 'Off'}
        styles={{ label: { fontSize: 'var(--mantine-font-size-xs)', paddingInlineStart: 6 } }}
        onChange={(event) => change.mutate(event.currentTarget.checked)}
      />
    </Tooltip>
  );
}
