import { SegmentedControl, Skeleton, Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { DesktopSettings as Settings } from '../../shared/contract/desktop.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { Setting } from './setting.tsx';
import { ShortcutField } from './shortcut-field.tsx';

const switches = [
  { name: 'startAtLogin', label: 'Start at login', help: 'In the tray, without the window, so that triggers are watched.' },
  { name: 'keepInTray', label: 'Keep running in the tray', help: 'Closing the window leaves triggers and runs going.' },
  { name: 'notifications', label: 'Notifications', help: 'When a run fails or needs a decision, and Pawl is not in front.' },
] as const;

/** What the desktop application can be told; changes hold at once. */
export function DesktopSettings() {
  const queries = useQueryClient();
  const settings = useQuery({ queryKey: ['settings'], queryFn: ({ signal }) => engine.desktop.settings.get(undefined, { signal }) });
  const change = useMutation({
    mutationFn: (next: Partial<Settings>) => engine.desktop.settings.set(next),
    // A switch moves when it is pressed; where the system refuses, it goes back.
    onMutate: (next) => queries.setQueryData<Settings>(['settings'], (before) => before && { ...before, ...next }),
    onSuccess: (saved) => queries.setQueryData(['settings'], saved),
    onError(error) {
      notifications.show({ color: 'red', message: describeFailure(error).message });
      void queries.invalidateQueries({ queryKey: ['settings'] });
    },
  });
  if (settings.isError)
    return <Failed title="The settings could not be read" {...describeFailure(settings.error)} onRetry={() => void settings.refetch()} />;
  if (settings.data === undefined) return <Skeleton height={220} />;
  const { data } = settings;
  return (
    <>
      <Setting label="Theme" help="Light, dark, or as your system has it.">
        <SegmentedControl
          size="xs"
          aria-label="Theme"
          data={[
            { value: 'system', label: 'System' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
          value={data.theme}
          onChange={(theme) => change.mutate({ theme: theme as Settings['theme'] })}
        />
      </Setting>
      {switches.map(({ name, label, help }) => (
        <Setting key={name} label={label} help={help}>
          <Switch checked={data[name]} aria-label={label} onChange={(event) => change.mutate({ [name]: event.currentTarget.checked })} />
        </Setting>
      ))}
      <Setting label="Quick run" help="A shortcut that works everywhere: type a workflow's name, Enter, done.">
        <ShortcutField value={data.quickRunShortcut} onChange={(quickRunShortcut) => change.mutate({ quickRunShortcut })} />
      </Setting>
    </>
  );
}
