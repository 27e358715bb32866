import { notifyUnavailable, runNotifyCommand } from './notify-command.ts';
import type { DesktopNotification, Platform } from './platform.ts';

const SHOW = `
$ErrorActionPreference = 'Stop'
$null = [Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime]
$xml = [Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent('ToastText02')
$lines = $xml.GetElementsByTagName('text')
$null = $lines.Item(0).AppendChild($xml.CreateTextNode($env:PAWL_TITLE))
$null = $lines.Item(1).AppendChild($xml.CreateTextNode($env:PAWL_BODY))
$toast = [Windows.UI.Notifications.ToastNotification]::new($xml)
if ($env:PAWL_TAG) { $toast.Tag = $env:PAWL_TAG }
$app = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'
[Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier($app).Show($toast)
`;
const TAG_CHARACTERS = 64;

/** A toast of Windows PowerShell; the texts travel in the environment, never as script. */
export async function notifyWindows(
  { title, body = '', wait = false, tag = '' }: DesktopNotification,
  environment: Platform['environment'],
  signal: AbortSignal,
): ReturnType<Platform['notify']> {
  if (wait)
    throw notifyUnavailable(
      'Pawl without its window cannot wait for a click on Windows',
      'Leave `wait` and `actions` out, or use the desktop app.',
    );
  await runNotifyCommand('powershell.exe', ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', SHOW], {
    environment: { ...environment, PAWL_TITLE: title, PAWL_BODY: body, PAWL_TAG: tag.slice(0, TAG_CHARACTERS) },
    signal,
    install: 'Windows PowerShell is a part of Windows; see that PATH has its folder.',
  });
  return { shown: true, clicked: null };
}
