import { createContext, Script } from 'node:vm';
import { Ajv, type AnySchema, type Options, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../shared/lib/json.ts';

/** A `pattern` of a schema can backtrack for ages; nothing that is meant to match takes this long. */
const DEADLINE_MS = 1000;

export type Mismatch = {
  /** JSON pointer; empty for the whole value. */
  readonly path: string;
  readonly message: string;
};

/** Everything that does not match; empty when all does. Throws ActionError `SCHEMA_INVALID`, or `TIMEOUT` after a second. */
export function checkAgainstSchema(value: Json, schema: boolean | JsonObject): Mismatch[] {
  // Beforehand: on a busy machine, compiling alone can take that long.
  const validate = validatorFor(schema);
  return withDeadline(() => {
    validate(value);
    return (validate.errors ?? []).map(({ instancePath, message }) => ({ path: instancePath, message: message ?? 'does not match' }));
  });
}

/** Compiling takes some ten milliseconds: a step that is repeated comes with the same schema object each time. */
const compiled = new WeakMap<JsonObject, ValidateFunction>();

function validatorFor(schema: boolean | JsonObject): ValidateFunction {
  if (typeof schema === 'boolean') return compile(schema);
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const validate = compile(schema);
  compiled.set(schema, validate);
  return validate;
}

function compile(schema: boolean | JsonObject): ValidateFunction {
  // Not strict: schemas found in the wild carry keywords of their own. References are never fetched.
  const options: Options = { allErrors: true, strict: false, ownProperties: true, logger: false };
  const { $schema } = isJsonObject(schema) ? schema : {};
  const ajv = String($schema).includes('draft-07') ? new Ajv(options) : new Ajv2020(options);
  formats.default(ajv);
  try {
    return ajv.compile(schema as AnySchema);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ActionError('SCHEMA_INVALID', `The schema is no valid JSON Schema: ${reason}`, { cause });
  }
}

/** Only `vm` can stop code of this thread, a regular expression included; it serves as the stop-watch here, not as a sandbox. */
function withDeadline<T>(work: () => T): T {
  const results: T[] = [];
  const scope = createContext({ work: () => void results.push(work()) });
  try {
    new Script('work()').runInContext(scope, { timeout: DEADLINE_MS });
  } catch (error) {
    // An error of the other context's classes: `instanceof` would not know it.
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
      throw new ActionError('TIMEOUT', `Checking the value against the schema took more than ${DEADLINE_MS} ms`, {
        hint: 'Look for a pattern in the schema with nested repetition, such as (a+)+.',
        cause: error,
      });
    }
    throw error;
  }
  const [result] = results;
  if (result === undefined) throw new Error('The check ended without a result');
  return result;
}
