import { useMemo } from 'react';
import { isJsonObject } from '../../../shared/lib/json.ts';
import type { JsonPath } from '../../../shared/workflow/json-path.ts';
import { kindOf, type StepKind } from '../../../shared/workflow/schema.ts';
import { placeOfStep, type StepPlace } from '../../../shared/workflow/testing/place-of-step.ts';
import { useAsWritten } from '../document/use-as-written.ts';
import { useBuilder } from '../document/use-builder.ts';

export interface ChosenStep {
  readonly id: string;
  readonly place: StepPlace;
  /** From the root of the document. */
  readonly path: JsonPath;
  /** As they are written, also where they do not fit the schema. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Undefined when it has none of the keys that make a kind, or several. */
  readonly kind: StepKind | undefined;
}

/** A step of the document by its id, as it is written. */
export function useChosenStep(id: string): ChosenStep | undefined {
  const document = useBuilder((state) => state.document);
  const found = useMemo(() => {
    const place = document === undefined ? undefined : placeOfStep(document, id);
    return place === undefined ? undefined : { place, path: [...place.scope.path, place.scope.steps.indexOf(place.step)] };
  }, [document, id]);
  const isUnread = useBuilder((state) => state.unread.has(id));
  const written = useAsWritten(found?.path ?? none, found?.place.step);
  return useMemo(() => {
    if (found === undefined) return undefined;
    // Of another kind than what was read, it is not this step: the text is of another writing.
    const isSame = isJsonObject(written) && (isUnread || kindOf(written) === kindOf(found.place.step));
    const values = isSame ? written : (found.place.step as Readonly<Record<string, unknown>>);
    return { id, ...found, values, kind: kindOf(values) };
  }, [id, found, isUnread, written]);
}

const none: JsonPath = [];
