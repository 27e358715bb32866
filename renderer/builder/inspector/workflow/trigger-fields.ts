import { z } from 'zod';
import type { JsonObject } from '../../../../shared/lib/json.ts';
import { triggerDefinitions } from '../../../../shared/triggers/registry.ts';
import { type FieldModel, fieldsOf } from '../fields/field-model.ts';

export interface KnownTrigger {
  readonly type: string;
  readonly title: string;
  readonly summary: string;
  readonly fields: readonly FieldModel[];
}

/** Every trigger of this version, with the form of its configuration. */
export function knownTriggers(): readonly KnownTrigger[] {
  return Object.values(triggerDefinitions).map(({ type, title, summary, config }) => ({
    type,
    title,
    summary,
    fields: fieldsOf(z.toJSONSchema(config, { io: 'input', unrepresentable: 'any' }) as JsonObject).map((field) => ({
      ...field,
      looks: {},
    })),
  }));
}
