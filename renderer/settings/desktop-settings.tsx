import { SegmentedControl, Skeleton, Switch } from '@mantine/core';
import type { DesktopSettings as Settings } from '../../shared/contract/desktop.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { Setting } from './setting.tsx';
import { ShortcutField } from './shortcut-field.tsx';
import { useDesktopSettings } from './use-desktop-settings.ts';

const switches = [
  { name: 'startAtLogin', label: 'Start at login', help: 'In the tray, without the window, so that triggers are watched.' },
  { name: 'keepInTray', label: 'Keep running in the tray', help: 'Closing the window leaves triggers and runs going.' },
  { name: 'notifications', label: 'Notifications', help: 'When a run fails or needs a decision, and Pawl is not in front.' },
] as const;

/** What the desktop application can be told; changes hold at once. */
export function DesktopSettings() {
  const { settings, change } = useDesktopSettings();
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
