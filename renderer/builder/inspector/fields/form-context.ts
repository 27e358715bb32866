import { createContext, useContext } from 'react';
import type { SampleSources } from '../../../../shared/contract/samples.ts';
import type { JsonPath } from '../../../../shared/workflow/json-path.ts';
import type { NameNode } from '../names/name-node.ts';

/** What the fields of one form share. Paths are from what the form is about: a step, or the workflow. */
export interface FieldForm {
  /** The step, when the form is about one. */
  readonly step: string | undefined;
  readonly isReadOnly: boolean;
  /** Where previews take their samples from. */
  readonly sources: SampleSources;
  change(path: JsonPath, value: unknown): void;
  /** What is wrong at the path; with `deep`, also below it. */
  problemsAt(path: JsonPath, deep: boolean): readonly string[];
  /** The roots that an expression at this place can use. */
  names(sees: Sees, own: readonly string[] | undefined): readonly NameNode[];
}

export type Sees = 'body' | 'event' | 'start' | undefined;

export const FieldFormContext = createContext<FieldForm | undefined>(undefined);

export function useFieldForm(): FieldForm {
  const form = useContext(FieldFormContext);
  if (form === undefined) throw new Error('A field stands in a form');
  return form;
}
