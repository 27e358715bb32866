import { catalogue } from '../../../shared/catalogue.ts';
import type { Schema } from '../../../shared/workflow/completion/schemas-at.ts';
import { workflowJsonSchema } from '../../../shared/workflow/json-schema.ts';

/** Made when it is first asked for: it takes a while, and not everybody writes text. */
export function createSchema(): () => Schema {
  let schema: Schema | undefined;
  return () => {
    schema ??= workflowJsonSchema(catalogue);
    return schema;
  };
}
