import { z } from 'zod';
import type { StepDocument, WorkflowDocument } from '../schema.ts';
import { scopesOf } from '../scopes.ts';
import { Upstream } from '../upstream.ts';
import { placeOfStep, withInnerSteps } from './place-of-step.ts';

/** How a step, and what came before it, stood when its output was kept. Texts that are equal when nothing that matters changed. */
export const fingerprintSchema = z.object({ step: z.string(), before: z.record(z.string(), z.string()) });
export type Fingerprint = z.output<typeof fingerprintSchema>;

export function fingerprintOf(document: WorkflowDocument, id: string): Fingerprint | undefined {
  const place = placeOfStep(document, id);
  if (place === undefined) return undefined;
  const scopes = scopesOf(document);
  const upstream = new Upstream(scopes);
  const own = new Set(withInnerSteps(place.step).flatMap((step) => step.id ?? []));
  const before = scopes
    .flatMap((scope) => scope.steps)
    .filter((step) => step.id !== undefined && !own.has(step.id) && upstream.isBefore(step.id, id))
    .map((step) => [step.id ?? '', hashOf(step)]);
  return { step: hashOf(place.step), before: Object.fromEntries(before) };
}

/** Why an output that was kept may not be what the step would give now; undefined while nothing speaks against it. */
export function whyStale(kept: Fingerprint, document: WorkflowDocument, id: string): string | undefined {
  const now = fingerprintOf(document, id);
  if (now === undefined) return 'the step is there no more';
  if (now.step !== kept.step) return 'the step was changed since';
  const changed = Object.keys(now.before).filter((other) => Object.hasOwn(kept.before, other) && kept.before[other] !== now.before[other]);
  if (changed.length > 0) return `${list(changed)} before it ${changed.length === 1 ? 'was' : 'were'} changed since`;
  const added = Object.keys(now.before).filter((other) => !Object.hasOwn(kept.before, other));
  if (added.length > 0) return `${list(added)} now ${added.length === 1 ? 'comes' : 'come'} before it`;
  const gone = Object.keys(kept.before).filter((other) => !Object.hasOwn(now.before, other));
  return gone.length === 0 ? undefined : `${list(gone)} ${gone.length === 1 ? 'comes' : 'come'} before it no more`;
}

function list(ids: readonly string[]): string {
  const shown = ids.slice(0, 3).join(', ');
  return ids.length > 3 ? `${shown} and ${ids.length - 3} more` : shown;
}

/** Of what a step does: its name, notes and wires change nothing about its output. */
function hashOf(step: StepDocument): string {
  const { name: _name, notes: _notes, needs: _needs, join: _join, ...rest } = step;
  return hashText(JSON.stringify(sorted(rest)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}

/** FNV-1a in two halves: enough to see a change, with no need to withstand anybody. */
function hashText(text: string): string {
  let low = 0x811c9dc5;
  let high = 0xcbf29ce4;
  for (let index = 0; index < text.length; index++) {
    low = Math.imul(low ^ text.charCodeAt(index), 0x01000193);
    high = Math.imul(high ^ text.charCodeAt(text.length - 1 - index), 0x01000193);
  }
  return (low >>> 0).toString(36) + (high >>> 0).toString(36);
}
