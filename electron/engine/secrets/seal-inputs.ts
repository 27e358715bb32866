import { ActionError } from '../../../shared/lib/action-error.ts';
import type { Json, JsonObject } from '../../../shared/lib/json.ts';
import { referencedSecret } from '../../../shared/secrets/name.ts';
import { isSecretInput, MASK } from '../../../shared/secrets/secret-input.ts';
import type { VariableDocument, WorkflowDocument } from '../../../shared/workflow/schema.ts';
import type { SecretMarks } from './marks.ts';
import type { SecretSource } from './secret-source.ts';

export interface SealParts {
  readonly secrets: Pick<SecretSource, 'sealText' | 'masks'>;
  readonly marks: SecretMarks;
}

/**
 * Inputs as a run stores them: the value of a variable of type `secret` is the name of a kept secret, or sealed. Only who is trusted to name a
 * secret (`from: 'person'`) does so by a text `{{ secrets.NAME }}`; what a trigger or another step gives is data. Throws ActionError `INVALID_INPUT`.
 */
export function sealInputs(
  { secrets, marks }: SealParts,
  document: Pick<WorkflowDocument, 'name' | 'variables'>,
  inputs: JsonObject,
  from: 'person' | 'data',
): JsonObject {
  const declared = new Map((document.variables ?? []).flatMap((one) => (one.type === 'secret' ? [[one.name, one] as const] : [])));
  const entries = Object.entries(inputs);
  const isOpenSecret = (name: string, value: Json): boolean => {
    if (declared.has(name)) return false;
    // What others than a person give was masked before.
    return marks.find(value).length > 0 || (from === 'person' && secrets.masks.isIn(JSON.stringify(value)));
  };
  if (declared.size === 0 && !entries.some(([name, value]) => isOpenSecret(name, value))) return inputs;

  function seal(name: string, value: Json, variable: VariableDocument): Json {
    const marked = marks.read(value);
    if (marked !== undefined) return marked as JsonObject;
    if (isSecretInput(value) && from === 'person') return value as JsonObject;
    if (typeof value !== 'string' || value === MASK) throw invalid(name, 'has to be given again: its value is not shown to anybody');
    if (marks.isIn(value)) throw invalid(name, 'takes a secret as a whole, without other text around it');
    const referenced = from === 'person' || value === variable.default ? referencedSecret(value) : undefined;
    return referenced === undefined ? { $sealed: secrets.sealText(value) } : { $secret: referenced };
  }

  return Object.fromEntries(
    entries.map(([name, value]): [string, Json] => {
      const variable = declared.get(name);
      if (variable !== undefined) return [name, seal(name, value, variable)];
      if (isOpenSecret(name, value)) throw invalid(name, `of ${document.name} is stored: declare it with type: secret to give it a secret`);
      return [name, value];
    }),
  );
}

function invalid(name: string, why: string): ActionError {
  return new ActionError('INVALID_INPUT', `The input ${name} ${why}`);
}
