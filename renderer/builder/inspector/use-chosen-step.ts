import { useMemo } from 'react';
import { isJsonObject } from '../../../shared/lib/json.ts';
import { type JsonPath, valueAt } from '../../../shared/workflow/json-path.ts';
import { kindOf, type StepKind } from '../../../shared/workflow/schema.ts';
import { placeOfStep, type StepPlace } from '../../../shared/workflow/testing/place-of-step.ts';
import { parseYaml } from '../../../shared/workflow/yaml.ts';
import { useBuilder } from '../document/use-builder.ts';

export interface ChosenStep {
  readonly id: string;
  readonly place: StepPlace;
  /** From the root of the document. */
  readonly path: JsonPath;
  /** As it is written, also where it does not fit the schema. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Undefined when it has none of the keys that make a kind, or several. */
  readonly kind: StepKind | undefined;
}

/** A step of the document by its id; one that cannot be read is taken as it stands in the text. */
export function useChosenStep(id: string): ChosenStep | undefined {
  const document = useBuilder((state) => state.document);
  const isUnread = useBuilder((state) => state.unread.has(id));
  const text = useBuilder((state) => (isUnread ? state.text : undefined));
  return useMemo(() => {
    const place = document === undefined ? undefined : placeOfStep(document, id);
    if (place === undefined) return undefined;
    const path = [...place.scope.path, place.scope.steps.indexOf(place.step)];
    const written = text === undefined ? undefined : writtenAt(text, path);
    const values = written ?? (place.step as Readonly<Record<string, unknown>>);
    return { id, place, path, values, kind: kindOf(values) };
  }, [document, id, text]);
}

function writtenAt(text: string, path: JsonPath): Readonly<Record<string, unknown>> | undefined {
  const parsed = parseYaml(text);
  const value = parsed.ok ? valueAt(parsed.source.value, path) : undefined;
  return isJsonObject(value) ? value : undefined;
}
