import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { PinView } from '../../../shared/contract/pins.ts';
import type { Json } from '../../../shared/lib/json.ts';
import { whyStale } from '../../../shared/workflow/testing/fingerprint.ts';
import { engine } from '../../bridge/engine.ts';
import { describeFailure } from '../../bridge/failure.ts';
import { useBuilder, useBuilderStore } from '../document/use-builder.ts';
import { useTesting, useTestingStore } from './testing-store.ts';

export interface Pin extends PinView {
  /** Why the output may not be what the step, as it is written now, would give. */
  readonly staleNow: string | undefined;
}

/** The outputs that are pinned for the workflow, by step id. */
export function usePins(): ReadonlyMap<string, Pin> {
  const workflow = useTesting((state) => state.workflow);
  const document = useBuilder((state) => state.document);
  const list = useQuery({
    queryKey: ['pins', workflow],
    queryFn: ({ signal }) => engine.pins.list({ workflow: workflow ?? '' }, { signal }),
    enabled: workflow !== undefined,
  });
  const items = list.data?.items;
  return useMemo(
    () =>
      new Map(
        items?.map((pin) => [
          pin.step,
          { ...pin, staleNow: document === undefined ? undefined : whyStale(pin.fingerprint, document, pin.step) },
        ]),
      ),
    [items, document],
  );
}

type PinFrom = { readonly run: string; readonly path?: string } | { readonly output: Json };

export function usePinActions() {
  const builder = useBuilderStore();
  const testing = useTestingStore();
  const queries = useQueryClient();
  const changed = () =>
    Promise.all([queries.invalidateQueries({ queryKey: ['pins'] }), queries.invalidateQueries({ queryKey: ['samples'] })]);
  const onError = (error: unknown) =>
    notifications.show({ color: 'red', title: 'The pin was not changed', message: describeFailure(error).message });

  const set = useMutation({
    mutationFn: ({ step, from }: { step: string; from: PinFrom }) => {
      const { workflow } = testing.getState();
      return engine.pins.set({ text: builder.getState().text, step, from, ...(workflow === undefined ? {} : { workflow }) });
    },
    onSuccess: ({ workflowId }) => {
      testing.getState().know(workflowId);
      return changed();
    },
    onError,
  });
  const remove = useMutation({
    mutationFn: (step: string) => engine.pins.remove({ workflow: testing.getState().workflow ?? '', step }),
    onSuccess: changed,
    onError,
  });
  return { set, remove };
}
