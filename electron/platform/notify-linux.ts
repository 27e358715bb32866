import { notifyUnavailable, runNotifyCommand } from './notify-command.ts';
import type { DesktopNotification, Platform } from './platform.ts';

/** By `notify-send` of libnotify (0.8 or later for buttons and waiting). */
export async function notifyLinux(
  notification: DesktopNotification,
  environment: Platform['environment'],
  signal: AbortSignal,
): ReturnType<Platform['notify']> {
  const session = ['DBUS_SESSION_BUS_ADDRESS', 'WAYLAND_DISPLAY', 'DISPLAY'].some((name) => environment[name]);
  if (!session) {
    throw notifyUnavailable(
      'There is no desktop session to show a notification in',
      'Run Pawl inside a desktop session, so that DISPLAY, WAYLAND_DISPLAY or DBUS_SESSION_BUS_ADDRESS is set, or mark the step `optional`.',
    );
  }
  const printed = await runNotifyCommand('notify-send', argumentsOf(notification), {
    environment,
    signal,
    install: 'Install libnotify (on Debian and Ubuntu the package libnotify-bin).',
  });
  const label = /^\d+$/.test(printed) ? notification.actions?.[Number(printed)] : undefined;
  return { shown: true, clicked: label ?? (printed === 'default' ? 'default' : null) };
}

function argumentsOf({ title, body, urgency, icon, actions = [], wait, tag }: DesktopNotification): readonly string[] {
  return [
    '--app-name=Pawl',
    ...(urgency === undefined ? [] : [`--urgency=${urgency}`]),
    ...(icon === undefined ? [] : [`--icon=${icon}`]),
    // The hints that GNOME and KDE, and dunst, know for "replaces the one before".
    ...(tag === undefined ? [] : [`--hint=string:x-canonical-private-synchronous:${tag}`, `--hint=string:x-dunst-stack-tag:${tag}`]),
    ...(wait ? ['--wait', '--action=default=Open', ...actions.map((label, index) => `--action=${index}=${label}`)] : []),
    '--',
    title,
    ...(body === undefined ? [] : [inert(body)]),
  ];
}

/** notify-send reads backslash escapes in a body, and the desktop reads markup. */
function inert(body: string): string {
  return body.replaceAll('\\', '\\\\').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
