import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Json } from '../../../../shared/lib/json.ts';
import { engine } from '../../../bridge/engine.ts';
import { useTesting } from '../../testing/testing-store.ts';
import { useFieldForm } from './form-context.ts';

export type Shown =
  | { readonly is: 'value'; readonly value: Json; readonly isCut: boolean }
  /** It reads what nobody has a sample of. */
  | { readonly is: 'missing'; readonly message: string }
  | { readonly is: 'wrong'; readonly message: string };

const debounceMs = 250;

/** What a text with placeholders gives with the samples there are; undefined where there is nothing to tell. */
export function usePreview(text: string, { isBare, isOff }: { isBare: boolean; isOff: boolean }): Shown | undefined {
  const workflow = useTesting((state) => state.workflow);
  const { sources } = useFieldForm();
  const [asked] = useDebouncedValue(text, debounceMs);
  const isWanted = !isOff && asked.trim() !== '' && asked.length <= 64_000 && (isBare || asked.includes('{{'));
  const answer = useQuery({
    queryKey: ['preview', workflow, sources, isBare, asked],
    queryFn: ({ signal }) =>
      engine.stepTests.preview({ text: asked, isBare, sources, ...(workflow === undefined ? {} : { workflow }) }, { signal }),
    enabled: isWanted,
    placeholderData: keepPreviousData,
    staleTime: 5000,
    gcTime: 20_000,
  });
  if (!isWanted || answer.data === undefined) return undefined;
  const { data } = answer;
  if (data.ok) return { is: 'value', value: data.value, isCut: data.isCut };
  const isMissing = data.code === 'MISSING_VALUE' || /is not defined|undefined/.test(data.message);
  return { is: isMissing ? 'missing' : 'wrong', message: data.hint === undefined ? data.message : `${data.message}. ${data.hint}` };
}
