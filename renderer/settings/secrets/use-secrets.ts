import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SecretView } from '../../../shared/contract/secrets.ts';
import type { SecretBindings } from '../../../shared/secrets/bindings.ts';
import { engine } from '../../bridge/engine.ts';

export interface SecretDraft {
  readonly name: string;
  /** Undefined: the value stays as it is. */
  readonly value?: string;
  readonly description: string;
  readonly bindings: SecretBindings;
}

const queryKey = ['secrets'];

export function useSecrets() {
  return useQuery({ queryKey, queryFn: ({ signal }) => engine.secrets.list(undefined, { signal }) });
}

/** Makes or changes one. The value is kept nowhere in the window once the call is over. */
export function useSaveSecret(onSaved: () => void) {
  const queries = useQueryClient();
  return useMutation({
    gcTime: 0,
    async mutationFn({ name, value, description, bindings }: SecretDraft): Promise<readonly string[]> {
      if (value !== undefined) return (await engine.secrets.set({ secret: name, value, description, bindings })).warnings;
      await engine.secrets.bind({ secret: name, description, bindings });
      return [];
    },
    onSuccess(warnings) {
      void queries.invalidateQueries({ queryKey });
      for (const message of warnings) notifications.show({ color: 'orange', message });
      onSaved();
    },
  });
}

export function useRemoveSecret(onRemoved: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ name }: SecretView) => engine.secrets.remove({ secret: name }),
    onSuccess() {
      void queries.invalidateQueries({ queryKey });
      onRemoved();
    },
  });
}
