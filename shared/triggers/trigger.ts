import type { z } from 'zod';

/**
 * The public face of one trigger type: forms, validation, CLI help, JSON Schema and the REST listing are made from it.
 * Every field of `config` and `data` carries `.describe()`: one line of help.
 */
export interface TriggerDefinition<C extends z.ZodType = z.ZodType, D extends z.ZodType = z.ZodType> {
  /** The value of a trigger's `type`. */
  readonly type: string;
  readonly title: string;
  /** One line, for people: when it fires. */
  readonly summary: string;
  readonly config: C;
  /** What a run gets as `trigger`. */
  readonly data: D;
  /** A `config` that works as it stands, for help and the gallery. */
  readonly example: z.input<C>;
}

export function defineTrigger<C extends z.ZodType, D extends z.ZodType>(definition: TriggerDefinition<C, D>): TriggerDefinition<C, D> {
  return definition;
}
