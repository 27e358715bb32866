import type { z } from 'zod';
import type { ActionDefinition } from '../actions/action.ts';

/** What a document may name. Passed in, so that plugins can add to it and tests can make it small. */
export interface Catalogue {
  readonly actions: Readonly<Record<string, ActionDefinition>>;
  /** `data`: what a run is told of what happened, as `trigger`; left out: anything. */
  readonly triggers: Readonly<Record<string, { readonly type: string; readonly config: z.ZodType; readonly data?: z.ZodType }>>;
  /** Types that the format knows but this version cannot run yet, with one line each: a document that uses one loads with a warning. */
  readonly laterActions?: ReadonlyMap<string, string>;
  readonly laterTriggers?: ReadonlyMap<string, string>;
  /** Finds placeholders at places of a shell command where no variable can stand; `shell` is the step's, if it names one. */
  readonly checkCommand?: (command: string, shell?: string) => readonly { readonly message: string; readonly offset: number }[];
}
