import { ipcMain } from 'electron';
import Store from 'electron-store';
import { z } from 'zod';
import { type DesktopSettings, defaultDesktopSettings, desktopSettingsSchema } from '../../shared/contract/desktop.ts';

const boundsSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number(), maximized: z.boolean() });
export type SavedBounds = z.output<typeof boundsSchema>;

export interface SettingsFile {
  readonly settings: DesktopSettings;
  save(change: Partial<DesktopSettings>): DesktopSettings;
  /** Of the main window; undefined before the first close. */
  readonly bounds: SavedBounds | undefined;
  saveBounds(bounds: SavedBounds): void;
}

/** `settings.json` of the data folder. What is damaged in it counts as not set. */
export function openSettings(dataDir: string): SettingsFile {
  const file = new Store<Record<string, unknown>>({
    cwd: dataDir,
    name: 'settings',
    clearInvalidConfig: true,
    accessPropertiesByDotNotation: false,
  });
  // Its own channel answers whoever asks, and we have no use for it.
  ipcMain.removeAllListeners('electron-store-get-data');

  function read(): DesktopSettings {
    const saved = file.get('desktop');
    const fields = typeof saved === 'object' && saved !== null ? saved : {};
    const valid = Object.entries(desktopSettingsSchema.shape).flatMap(([name, schema]) => {
      const value = schema.safeParse(Reflect.get(fields, name));
      return value.success ? [[name, value.data]] : [];
    });
    return desktopSettingsSchema.parse({ ...defaultDesktopSettings, ...Object.fromEntries(valid) });
  }

  return {
    get settings() {
      return read();
    },
    save(change) {
      file.set('desktop', { ...read(), ...change });
      return read();
    },
    get bounds() {
      return boundsSchema.safeParse(file.get('window')).data;
    },
    saveBounds: (bounds) => file.set('window', bounds),
  };
}
