import type { Catalogue } from '../catalogue.ts';
import type { JsonPath } from '../json-path.ts';
import type { StepDocument, WorkflowDocument } from '../schema.ts';
import { type Scope, scopesOf } from '../scopes.ts';

export interface PlacedStep {
  readonly id: string;
  readonly step: StepDocument;
  readonly path: JsonPath;
  readonly scope: Scope;
}

/** A document with what most checks ask of it. Its steps have ids. */
export interface CheckContext {
  readonly document: WorkflowDocument;
  readonly catalogue: Catalogue;
  readonly scopes: readonly Scope[];
  readonly steps: readonly PlacedStep[];
  /** The first step of each id. */
  readonly stepsById: ReadonlyMap<string, PlacedStep>;
  /** Stand-ins for steps that could not be read: nothing is known of them but the id. */
  readonly unread: ReadonlySet<StepDocument>;
}

export function createCheckContext(document: WorkflowDocument, catalogue: Catalogue, unread: ReadonlySet<StepDocument>): CheckContext {
  const scopes = scopesOf(document);
  const steps = scopes.flatMap((scope) =>
    scope.steps.map((step, index): PlacedStep => ({ id: step.id ?? '', step, path: [...scope.path, index], scope })),
  );
  const stepsById = new Map<string, PlacedStep>();
  for (const placed of steps) if (!stepsById.has(placed.id)) stepsById.set(placed.id, placed);
  return { document, catalogue, scopes, steps, stepsById, unread };
}
