import { nativeTheme } from 'electron';
import type { DesktopSettings } from '../../shared/contract/desktop.ts';
import type { QuickRun } from './quick-run.ts';
import type { SettingsFile } from './settings.ts';
import { setStartAtLogin } from './start-at-login.ts';

interface SettingsParts {
  readonly file: SettingsFile;
  readonly quickRun: QuickRun;
  /** Starts the loopback server, or stops it. */
  serveOn(port: number | undefined): Promise<void>;
}

/** Undefined for no loopback server. */
export function loopbackPort(settings: Pick<DesktopSettings, 'loopback' | 'loopbackPort'>): number | undefined {
  return settings.loopback ? settings.loopbackPort : undefined;
}

/** Changes a setting and what follows from it. Where the system refuses, the setting stays as it was, and the refusal is what is returned. */
export async function changeSettings(
  { file, quickRun, serveOn }: SettingsParts,
  change: Partial<DesktopSettings>,
): Promise<string | undefined> {
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
  const port = loopbackPort({ ...file.settings, ...change });
  if (port !== loopbackPort(file.settings)) {
    try {
      await serveOn(port);
    } catch (error) {
      return `Could not start the loopback server: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  if (theme !== undefined) nativeTheme.themeSource = theme;
  file.save(change);
  return undefined;
}
