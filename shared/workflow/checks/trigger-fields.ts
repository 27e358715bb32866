import type { Finding } from '../finding.ts';
import { didYouMean } from '../nearest.ts';
import { findUnknownField } from '../step-outputs.ts';
import type { CheckContext } from './check-context.ts';

/** Every run can be started by hand too. */
const BY_HAND = 'manual';

/**
 * What no trigger of the workflow tells. A warning: whoever starts the run through the API gives what they like.
 * Without triggers, or with one that is not known, anything may come.
 */
export function unknownTriggerField(
  fields: readonly (string | number)[],
  { document: { triggers = [] }, catalogue }: CheckContext,
): Pick<Finding, 'code' | 'message' | 'severity'> | undefined {
  const [field] = fields;
  if (field === undefined || triggers.length === 0) return undefined;
  const known = new Set<string>();
  for (const type of [...triggers.map((trigger) => trigger.type), BY_HAND]) {
    const data = Object.hasOwn(catalogue.triggers, type) ? catalogue.triggers[type]?.data : undefined;
    const unknown = data === undefined ? undefined : findUnknownField(data, [field]);
    if (unknown === undefined) return undefined;
    for (const name of unknown.known) known.add(name);
  }
  const names = [...known];
  return {
    code: 'UNKNOWN_FIELD',
    severity: 'warning',
    message: `\`trigger\` has no \`${field}\`, only ${names.join(', ')}${guessAmong(String(field), names)}`,
  };
}

/** `path` is meant for `filePath`, which is far from it letter by letter. */
function guessAmong(field: string, names: readonly string[]): string {
  const guess = didYouMean(field, names);
  if (guess !== '') return guess;
  const whole = names.find((name) => name.toLowerCase().endsWith(field.toLowerCase()));
  return whole === undefined ? '' : `; did you mean \`${whole}\`?`;
}
