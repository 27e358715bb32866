import { isJsonObject } from '../../../shared/lib/json.ts';

/** What can call for help, in the words of a form. */
export const whenChoices = [
  { value: 'failure', label: 'it fails, for any reason' },
  { value: 'schemaFailure', label: 'no answer fits the schema' },
  { value: 'budget', label: 'its budget is used up' },
  { value: 'confidenceBelow', label: 'the model is too unsure' },
  { value: 'keyword', label: 'the answer has certain words' },
] as const;
export type WhenKind = (typeof whenChoices)[number]['value'];

/** Undefined for what none of them writes. */
export function kindOfWhen(when: unknown): WhenKind | undefined {
  const kinds = whenChoices.map(({ value }) => value);
  if (!isJsonObject(when)) return kinds.find((kind) => kind === when);
  return kinds.find((kind) => Object.hasOwn(when, kind));
}

/** How a choice is written before more is said about it. */
export function firstWhen(kind: WhenKind): unknown {
  if (kind === 'confidenceBelow') return { confidenceBelow: 0.7 };
  return kind === 'keyword' ? { keyword: [] } : kind;
}

export function keywordsIn(when: unknown): string[] {
  const keyword = isJsonObject(when) ? when['keyword'] : undefined;
  return [keyword ?? []].flat().map(String);
}
