import { catalogue } from '../../shared/catalogue.ts';
import type { Draft } from '../../shared/contract/samples.ts';
import { drawText } from '../../shared/workflow/load-text.ts';
import type { Problem } from '../../shared/workflow/problem.ts';
import type { WorkflowDocument } from '../../shared/workflow/schema.ts';
import { placeOfStep, withInnerSteps } from '../../shared/workflow/testing/place-of-step.ts';
import type { EngineParts } from '../engine/live-run.ts';
import type { Store } from '../store/store.ts';
import type { VersionRow, WorkflowRow } from '../store/workflows-table.ts';
import { notFound, workflowInvalid } from './failures.ts';
import { requireKnown } from './find.ts';
import { workingDirectoryOf } from './start-run.ts';

/** A document that is being made, with the steps that do not matter now allowed to be wrong. Throws WORKFLOW_INVALID, NOT_FOUND. */
export async function readDraft(
  text: string,
  step: string,
  matters: (document: WorkflowDocument) => Iterable<string>,
): Promise<WorkflowDocument> {
  const { document, problems } = await drawText(text, { catalogue });
  if (document === undefined) throw workflowInvalid(problems);
  const place = placeOfStep(document, step);
  if (place === undefined) {
    throw notFound(
      'step',
      step,
      document.steps.map(({ id }) => id ?? ''),
    );
  }
  const steps = new Set(matters(document));
  const standing = problems.filter((problem) => problem.severity === 'error' && mattersTo(problem, steps));
  if (standing.length > 0) throw workflowInvalid(standing);
  return document;
}

/** The step with everything in it. */
export function stepsWithin(document: WorkflowDocument, step: string): string[] {
  const place = placeOfStep(document, step);
  return place === undefined ? [] : withInnerSteps(place.step).flatMap(({ id }) => id ?? []);
}

function mattersTo({ stepId, path }: Problem, steps: ReadonlySet<string>): boolean {
  if (stepId !== undefined) return steps.has(stepId);
  return path === undefined || path.startsWith('settings') || path.startsWith('variables');
}

/** The workflow that a draft belongs to; undefined for one that is new. Throws NOT_FOUND for one that is named and not there. */
export function workflowOfDraft(store: Store, { workflow, path = '' }: Draft, name: string): WorkflowRow | undefined {
  if (workflow !== undefined) return requireKnown(store, workflow);
  return store.workflows.byName(name).find((one) => one.path === path);
}

/** Records a document as a version that was only tested, of the draft's workflow; a new one gets a row of its own, which is not listed. */
export function keepDraft(
  { store, clock, newId }: Pick<EngineParts, 'store' | 'clock' | 'newId'>,
  draft: Draft,
  document: WorkflowDocument,
): Promise<{ workflow: WorkflowRow; version: VersionRow; workingDirectory: string }> {
  const known = workflowOfDraft(store, draft, document.name);
  const path = draft.path ?? known?.path ?? '';
  const workingDirectory = workingDirectoryOf(document, path);
  return store.write(() => ({
    workingDirectory,
    ...store.workflows.keepTested(
      { id: newId(), document, source: draft.text, path, workingDirectory, imported: false, at: clock.now() },
      known,
    ),
  }));
}
