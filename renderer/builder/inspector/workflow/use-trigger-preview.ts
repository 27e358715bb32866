import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { JsonObject } from '../../../../shared/lib/json.ts';
import { engine } from '../../../bridge/engine.ts';
import { useBuilder } from '../../document/use-builder.ts';
import { useTesting } from '../../testing/testing-store.ts';

/** What a trigger of this configuration would do. */
export function useTriggerPreview(type: string, config: Readonly<Record<string, unknown>>) {
  const workflow = useTesting((state) => state.workflow);
  const folder = useBuilder((state) => state.document?.settings?.workingDirectory);
  const [asked] = useDebouncedValue(JSON.stringify(config), 400);
  return useQuery({
    queryKey: ['trigger-preview', type, asked, folder, workflow],
    queryFn: ({ signal }) =>
      engine.triggers.preview(
        {
          type,
          config: JSON.parse(asked) as JsonObject,
          settings: folder === undefined ? {} : { workingDirectory: folder },
          ...(workflow === undefined ? {} : { workflow }),
        },
        { signal },
      ),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 10_000,
  });
}
