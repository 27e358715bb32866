import { useMemo } from 'react';
import type { SampleSources } from '../../../shared/contract/samples.ts';
import type { Json } from '../../../shared/lib/json.ts';
import type { StepDocument } from '../../../shared/workflow/schema.ts';
import { loopAround, placeOfStep } from '../../../shared/workflow/testing/place-of-step.ts';
import { useBuilder } from '../document/use-builder.ts';
import { nodeAt } from '../inspector/names/completions.ts';
import { namesAt } from '../inspector/names/known-names.ts';
import { useTesting } from './testing-store.ts';
import { useSamples, useSources } from './use-samples.ts';

/** The loop that a step stands in. */
export function useLoopOf(step: string | undefined): StepDocument | undefined {
  return useBuilder(({ document }) => {
    const place = document === undefined || step === undefined ? undefined : placeOfStep(document, step);
    return place === undefined ? undefined : loopAround(place.scope);
  });
}

/** What `item` is while a step is tested: what a person has given, else the first that the loop would go through with the samples there are. */
export function useItem(step: string | undefined): Json | undefined {
  const loop = useLoopOf(step);
  const given = useTesting((state) => (loop?.id === undefined ? undefined : state.items[loop.id]));
  const document = useBuilder((state) => state.document);
  const samples = useSamples(loop?.id ?? step);
  return useMemo(() => {
    if (given !== undefined || loop === undefined || document === undefined) return given;
    if ('times' in loop) return 0;
    if (!('forEach' in loop)) return undefined;
    if (Array.isArray(loop.forEach)) return loop.forEach[0] as Json | undefined;
    const outputs = new Map(samples.items.map((one) => [one.step, one.output]));
    const known = { outputOf: (id: string) => outputs.get(id), trigger: samples.trigger, inputs: samples.inputs, item: undefined };
    const list = nodeAt(namesAt(document, { step: loop.id }, known), loop.forEach)?.value;
    return Array.isArray(list) ? list[0] : undefined;
  }, [given, loop, document, samples]);
}

/** Where a test of the step takes everything from. */
export function useStepSources(step: string | undefined): SampleSources {
  const sources = useSources();
  const item = useItem(step);
  const samples = useSamples(step);
  const variables = useBuilder((state) => state.document?.variables);
  return useMemo(() => {
    // What the run had, and else the default; a run of the past may have had variables that are gone.
    const inputs = (variables ?? []).flatMap(({ name, default: preset }) => {
      const value = Object.hasOwn(samples.inputs, name) ? samples.inputs[name] : (preset as Json | undefined);
      return value === undefined ? [] : [[name, value] as const];
    });
    return { ...sources, inputs: { ...Object.fromEntries(inputs), ...sources.inputs }, ...(item === undefined ? {} : { item }) };
  }, [sources, item, samples.inputs, variables]);
}
