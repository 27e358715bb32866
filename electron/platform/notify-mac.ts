import { runNotifyCommand } from './notify-command.ts';
import type { DesktopNotification, Platform } from './platform.ts';

const SHOW = `on run {theTitle, theBody}
  display notification theBody with title theTitle
end run`;

const ASK = `on run {theTitle, theBody, theButtons}
  set AppleScript's text item delimiters to linefeed
  button returned of (display alert theTitle message theBody buttons (text items of theButtons))
end run`;

/** By `osascript`. A notification of it cannot be clicked, so that waiting shows an alert; the texts travel as arguments, never as script. */
export async function notifyMac(
  { title, body = '', actions = [], wait = false }: DesktopNotification,
  environment: Platform['environment'],
  signal: AbortSignal,
): ReturnType<Platform['notify']> {
  const buttons = actions.length === 0 ? ['OK'] : actions;
  const args = wait ? ['-e', ASK, '--', title, body, buttons.join('\n')] : ['-e', SHOW, '--', title, body];
  const printed = await runNotifyCommand('osascript', args, {
    environment,
    signal,
    install: 'osascript is a part of macOS; see that PATH has /usr/bin.',
  });
  return { shown: true, clicked: wait ? (actions.length === 0 ? 'default' : printed) : null };
}
