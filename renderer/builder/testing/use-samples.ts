import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useShallow } from 'zustand/shallow';
import type { SampleSources } from '../../../shared/contract/samples.ts';
import type { Sample } from '../../../shared/contract/step-tests.ts';
import type { JsonObject } from '../../../shared/lib/json.ts';
import { engine } from '../../bridge/engine.ts';
import { useBuilder } from '../document/use-builder.ts';
import { stepsBefore } from '../inspector/names/known-names.ts';
import { sourcesOf, useTesting } from './testing-store.ts';
import { useSampleRun } from './use-sample-run.ts';

/** Where samples come from, save for the item of a loop. */
export function useSources(): SampleSources {
  const { run } = useSampleRun();
  const state = useTesting(useShallow(({ tests, inputs, trigger }) => ({ tests, inputs, trigger })));
  return useMemo(() => sourcesOf(state, run?.runId), [state, run?.runId]);
}

export interface StepSamples {
  readonly items: readonly Sample[];
  readonly inputs: JsonObject;
  readonly trigger: JsonObject | undefined;
}

const nothing: StepSamples = { items: [], inputs: {}, trigger: undefined };

/** The results of the steps before a step (and of those inside it), as far as there are any; of all steps without one. Large ones are cut. */
export function useSamples(step: string | undefined): StepSamples {
  const workflow = useTesting((state) => state.workflow);
  const document = useBuilder((state) => state.document);
  const sources = useSources();
  const steps = useMemo(
    () => (document === undefined ? [] : stepsBefore(document, { step, sees: 'body' }).flatMap(({ id }) => id ?? [])),
    [document, step],
  );
  const query = useQuery({
    queryKey: ['samples', workflow, sources, steps],
    queryFn: ({ signal }) => engine.stepTests.samples({ steps, sources, ...(workflow === undefined ? {} : { workflow }) }, { signal }),
    enabled: workflow !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 5000,
  });
  return query.data ?? nothing;
}

/** The result of one step, whole; without pins, what it really gave. */
export function useWholeSample(step: string, pins: boolean) {
  const workflow = useTesting((state) => state.workflow);
  const sources = useSources();
  return useQuery({
    queryKey: ['samples', workflow, sources, 'whole', pins, step],
    queryFn: async ({ signal }) => {
      const answer = await engine.stepTests.samples(
        { steps: [step], sources: { ...sources, pins }, whole: true, ...(workflow === undefined ? {} : { workflow }) },
        { signal },
      );
      return answer.items[0] ?? null;
    },
    enabled: workflow !== undefined,
    staleTime: 5000,
    gcTime: 30_000,
  });
}
