import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { laterTriggers } from './later.ts';
import { findTrigger, triggerDefinitions } from './registry.ts';

describe('trigger definitions', () => {
  it.each(Object.entries(triggerDefinitions))(
    '%s stands under its type, its example parses, and each field has its line of help',
    (type, definition) => {
      expect(definition.type).toBe(type);
      expect(definition.config.safeParse(definition.example).error).toBeUndefined();
      for (const schema of [definition.config, definition.data]) {
        const fields = z.toJSONSchema(schema, { io: 'input' }).properties ?? {};
        for (const [name, field] of Object.entries(fields)) expect(field, name).toHaveProperty('description');
      }
    },
  );

  it('know which types come later, and none of them is here already', () => {
    for (const type of laterTriggers.keys()) expect(findTrigger(type)).toBeUndefined();
    expect(findTrigger('toString')).toBeUndefined();
  });
});
