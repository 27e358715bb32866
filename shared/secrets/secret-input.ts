import type { Json, JsonObject } from '../lib/json.ts';
import { secretReference } from './name.ts';

/** How a run stores the value of a variable of type `secret`: the name of one that is kept, or the value itself, sealed. Never the value. */
export type SecretInput = { readonly $secret: string } | { readonly $sealed: string };

/** What stands for a value that has no name. */
export const MASK = '•••';

export function isSecretInput(value: unknown): value is SecretInput {
  if (typeof value !== 'object' || value === null) return false;
  const entries = Object.entries(value);
  const [key, text] = entries[0] ?? [];
  return entries.length === 1 && (key === '$secret' || key === '$sealed') && typeof text === 'string';
}

export function showSecretInput(input: SecretInput): string {
  return '$secret' in input ? secretReference(input.$secret) : MASK;
}

/** Inputs as people see them. */
export function showInputs(inputs: JsonObject): JsonObject {
  const entries = Object.entries(inputs);
  if (!entries.some(([, value]) => isSecretInput(value))) return inputs;
  return Object.fromEntries(entries.map(([name, value]): [string, Json] => [name, isSecretInput(value) ? showSecretInput(value) : value]));
}

/** Beside the parameters that an attempt was given: where in them secrets stood. */
export const SECRET_SPOTS = '$secrets';

/** What an attempt was given, as people see it. */
export function showStoredParameters(input: Json): Json {
  if (typeof input !== 'object' || input === null || !Object.hasOwn(input, SECRET_SPOTS)) return input;
  return Object.fromEntries(Object.entries(input).filter(([name]) => name !== SECRET_SPOTS));
}
