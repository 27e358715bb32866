import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ActionDefinition } from './action.ts';
import { actionsOfLaterReleases } from './later.ts';
import { actionDefinitions, findAction } from './registry.ts';

const definitions: readonly (readonly [string, ActionDefinition])[] = Object.entries(actionDefinitions);

describe.each(definitions)('%s', (key, definition) => {
  const parameters = z.toJSONSchema(definition.parameters, { io: 'input' });

  it('stands under its own type', () => {
    expect(definition.type).toBe(key);
  });

  it('has one line of help for each parameter', () => {
    for (const [name, field] of Object.entries(parameters.properties ?? {})) {
      const help = typeof field === 'object' ? field.description : undefined;
      expect(help, name).toMatch(/^[^\n]{3,}$/);
    }
  });

  it('has an example that its own schema takes', () => {
    expect(definition.parameters.safeParse(definition.example).error).toBeUndefined();
  });

  it('refuses a parameter that it does not know', () => {
    expect(definition.parameters.safeParse({ ...Object(definition.example), noSuchParameter: 1 }).success).toBe(false);
  });

  it('has a title and a summary of one line without a full stop', () => {
    for (const text of [definition.title, definition.summary]) expect(text).toMatch(/^[A-Z][^\n]*[^.\n]$/);
  });
});

it('no action is both here and of a later release', () => {
  expect([...actionsOfLaterReleases.keys()].filter((type) => findAction(type) !== undefined)).toEqual([]);
});

it('EX-5 names of Object.prototype are no actions', () => {
  for (const type of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) expect(findAction(type)).toBeUndefined();
});
