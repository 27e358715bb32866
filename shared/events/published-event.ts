import type { Json } from '../lib/json.ts';

/** Something that a workflow, a person or a program has made known. Workflows are started by it, and steps wait for it. */
export interface PublishedEvent {
  /** Grows with each event: what comes after a point in time comes after a number. */
  readonly number: number;
  readonly id: string;
  readonly name: string;
  readonly data: Json;
  /** `run:<id>`, `cli`, `api`: who made it known. */
  readonly source: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What expressions and runs see of an event. */
export function viewOfEvent({ id, name, data, source, at }: PublishedEvent): { readonly [key: string]: Json } {
  return { id, name, data, source, at: new Date(at).toISOString() };
}
