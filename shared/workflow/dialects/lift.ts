import { isJsonObject } from '../../lib/json.ts';
import { actionDialect } from './action-dialect.ts';
import { agentDialect } from './agent-dialect.ts';
import type { Dialect, Origins } from './dialect.ts';

const dialects: readonly Dialect[] = [actionDialect, agentDialect];

export interface Lifted {
  readonly value: unknown;
  /** Undefined: the document is canonical already. A document that says `pawl:` always is. */
  readonly dialect: Dialect['name'] | undefined;
}

/** Brings a document in a dialect to the canonical form; anything else comes back as it is. */
export function liftDialect(value: unknown, origins: Origins): Lifted {
  if (!isJsonObject(value) || Object.hasOwn(value, 'pawl')) return { value, dialect: undefined };
  const dialect = dialects.find((candidate) => candidate.speaks(value));
  return dialect === undefined ? { value, dialect: undefined } : { value: dialect.lift(value, origins), dialect: dialect.name };
}
