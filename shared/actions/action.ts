import type { z } from 'zod';

/**
 * What a repeat of the step would do (see `electron/README.md`, "The promise").
 * `pure`: nothing outside changes. `keyed`: a probe can tell whether it happened. `once`: nobody can tell. `internal`: effect and record are one transaction.
 */
export type EffectClass = 'pure' | 'keyed' | 'once' | 'internal';

/**
 * The public face of one action type: forms, validation, CLI help, JSON Schema and the REST listing are made from it.
 * Every field of `parameters` carries `.describe()`: one line of help.
 */
export interface ActionDefinition<P extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  /** `family.verb`, the value of a step's `action`. */
  readonly type: string;
  readonly title: string;
  /** One line, for people: what it does. */
  readonly summary: string;
  readonly parameters: P;
  readonly output: O;
  /** A function where the parameters decide (GET against POST). It gets the parsed parameters. */
  readonly effect: EffectClass | ((parameters: z.output<P>) => EffectClass);
  /** Parameters that hold a shell command: a placeholder in them becomes a quoted variable reference, never text. */
  readonly commandParameters?: readonly string[];
  /** A `with` that works as it stands, for help and the gallery. */
  readonly example: z.input<P>;
}

export function defineAction<P extends z.ZodType, O extends z.ZodType>(definition: ActionDefinition<P, O>): ActionDefinition<P, O> {
  return definition;
}

export function effectOf<P extends z.ZodType>(definition: ActionDefinition<P>, parameters: z.output<P>): EffectClass {
  return typeof definition.effect === 'function' ? definition.effect(parameters) : definition.effect;
}
