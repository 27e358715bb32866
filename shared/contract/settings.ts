import { engineSettingsSchema } from '../lib/engine-settings.ts';
import { procedure } from './errors.ts';
import { noInput } from './page.ts';

export const settingsContract = {
  get: procedure
    .route({ method: 'GET', path: '/settings', tags: ['system'], summary: 'The settings of this data folder' })
    .input(noInput)
    .output(engineSettingsSchema),
  /** What is left out stays. Holds from the next upkeep on, which comes within the hour; `system.vacuum` does it at once. */
  set: procedure
    .route({ method: 'PUT', path: '/settings', tags: ['system'], summary: 'Change settings of this data folder' })
    .input(engineSettingsSchema.partial())
    .output(engineSettingsSchema),
};
