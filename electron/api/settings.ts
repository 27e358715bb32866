import { implement } from '@orpc/server';
import { settingsContract } from '../../shared/contract/settings.ts';
import { engineSettingsOf, putEngineSettings } from '../store/engine-settings.ts';
import type { ApiParts } from './api-parts.ts';
import { tellStoreFailure } from './tell-store-failure.ts';

export function settingsHandlers({ parts: { store } }: Pick<ApiParts, 'parts'>) {
  const os = implement(settingsContract).use(tellStoreFailure);
  return {
    get: os.get.handler(() => engineSettingsOf(store)),
    set: os.set.handler(async ({ input }) => {
      const { retention, backupsKept, modelsPerDay } = input;
      await store.write(() => {
        const before = engineSettingsOf(store);
        putEngineSettings(store, {
          ...before,
          retention: retention ?? before.retention,
          backupsKept: backupsKept ?? before.backupsKept,
          ...(modelsPerDay === undefined ? {} : { modelsPerDay }),
        });
      });
      return engineSettingsOf(store);
    }),
  };
}
