import { nativeTheme } from 'electron';
import type { DesktopSettings } from '../../shared/contract/desktop.ts';
import type { QuickRun } from './quick-run.ts';
import type { SettingsFile } from './settings.ts';
import { setStartAtLogin } from './start-at-login.ts';

/** Changes a setting and what follows from it. Where the system refuses, the setting stays as it was, and the refusal is what is returned. */
export function changeSettings(file: SettingsFile, quickRun: QuickRun, change: Partial<DesktopSettings>): string | undefined {
  const { quickRunShortcut, startAtLogin, theme } = change;
  if (quickRunShortcut !== undefined && !quickRun.listen(quickRunShortcut)) {
    quickRun.listen(file.settings.quickRunShortcut);
    return `The shortcut ${quickRunShortcut} is not one, or another application has it. Choose another, like CommandOrControl+Shift+P.`;
  }
  if (startAtLogin !== undefined) {
    try {
      setStartAtLogin(startAtLogin);
    } catch (error) {
      return `Could not change what starts at login: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  if (theme !== undefined) nativeTheme.themeSource = theme;
  file.save(change);
  return undefined;
}
