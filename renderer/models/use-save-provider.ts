import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ProviderSettings } from '../../shared/ai/provider.ts';
import { engine } from '../bridge/engine.ts';

export interface ProviderDraft extends ProviderSettings {
  /** Goes to the secret that `secret` names; empty: what is kept there stays. */
  readonly key: string;
}

/** Keeps the key as a secret that AI steps may use, then the provider, and asks it a question of one word. The key is kept nowhere in the window. */
export function useSaveProvider() {
  const queries = useQueryClient();
  return useMutation({
    gcTime: 0,
    async mutationFn({ key, ...settings }: ProviderDraft) {
      if (key !== '' && settings.secret !== undefined) await keepKey(settings.secret, key, settings.name);
      await engine.models.setProvider(settings);
      return settings.enabled ? engine.models.testProvider({ name: settings.name }) : undefined;
    },
    onSettled: () => Promise.all(['models', 'secrets'].map((name) => queries.invalidateQueries({ queryKey: [name] }))),
  });
}

/** A secret that is there keeps its bindings, and gets AI steps beside them. */
async function keepKey(secret: string, value: string, provider: string): Promise<void> {
  const { items } = await engine.secrets.list();
  const before = items.find(({ name }) => name === secret);
  const { actions = [], hosts = [], workflows = [] } = before?.bindings ?? {};
  const isAllowed = actions.some((action) => action === '*' || action === 'ai.*');
  await engine.secrets.set({
    secret,
    value,
    bindings: { actions: isAllowed ? actions : [...actions, 'ai.*'], hosts, workflows },
    ...(before === undefined ? { description: `The key of the models of ${provider}` } : {}),
  });
}
