import { defaultEngineSettings, type EngineSettings, engineSettingsSchema } from '../../shared/lib/engine-settings.ts';
import type { Store } from './store.ts';

const NAME = 'engine';

/** What was set, else the defaults: settings of a later version that this one does not understand are left alone. */
export function engineSettingsOf({ settings }: Pick<Store, 'settings'>): EngineSettings {
  return engineSettingsSchema.safeParse(settings.get(NAME)).data ?? defaultEngineSettings;
}

/** To be called inside a write. */
export function putEngineSettings({ settings }: Pick<Store, 'settings'>, value: EngineSettings): void {
  settings.put(NAME, value);
}
