import { ActionError } from '../../shared/lib/action-error.ts';
import { resolveInputs } from '../../shared/workflow/inputs.ts';
import type { Admission } from '../queue/admit.ts';
import { findWorkflow } from '../store/find-workflow.ts';
import type { RunRow } from '../store/runs-table.ts';
import type { VersionRow, WorkflowRow } from '../store/workflows-table.ts';
import { concurrencyKeyOf } from './concurrency-key.ts';
import type { ChildRequest, EngineParts } from './live-run.ts';
import { sealInputs } from './secrets/seal-inputs.ts';

const MAX_DEPTH = 20;

/** Turns the wish for a child run into an admission. Throws ActionError when it calls itself, lies too deep, or lacks an input. */
export async function prepareChild(parts: EngineParts, request: ChildRequest): Promise<Admission> {
  const { parent } = request;
  const workflow = findChild(parts, request.workflow);
  refuseCycle(parts, parent, workflow);
  if (parent.depth + 1 > MAX_DEPTH) {
    throw new ActionError('TOO_DEEP', `Workflows call each other ${MAX_DEPTH} deep; ${workflow.name} would be one more`, {
      hint: 'Let the outer workflows do more of the work themselves.',
    });
  }
  const version = findVersion(parts, workflow, request.version);
  const resolved = resolveInputs(version.document, request.with);
  if (!resolved.ok) {
    throw new ActionError(
      'INVALID_INPUT',
      `${workflow.name} cannot run with these inputs: ${resolved.problems.map((one) => one.message).join('; ')}`,
      {
        hint: `Set them under "with" of the step ${request.path}.`,
      },
    );
  }
  const inputs = sealInputs(parts, version.document, resolved.inputs, 'data');
  return {
    workflow,
    version,
    inputs,
    triggerData: {},
    triggeredBy: `run:${parent.id}`,
    workingDirectory: workflow.workingDirectory,
    priority: parent.priority,
    concurrencyKey: await concurrencyKeyOf(parts, version.document, inputs, {}),
    dedupeKey: request.dedupeKey,
    parent: { key: parent.key, path: request.path, depth: parent.depth + 1 },
  };
}

function findChild({ store }: EngineParts, name: string): WorkflowRow {
  const found = findWorkflow(store, name);
  if (found.length === 1 && found[0] !== undefined) return found[0];
  if (found.length > 1) {
    throw new ActionError('WORKFLOW_AMBIGUOUS', `There are ${found.length} workflows named ${name}`, {
      hint: 'Name it by its id: pawl list',
    });
  }
  throw new ActionError('WORKFLOW_NOT_FOUND', `There is no workflow named ${name}`, { hint: 'Import it first: pawl import <file>' });
}

/** The current version, or the one that the step names: by its number, or by the `version` of its document (the newest of that name). */
function findVersion({ store }: EngineParts, workflow: WorkflowRow, wanted: string | undefined): VersionRow {
  const version =
    wanted === undefined
      ? store.workflows.version(workflow.versionKey)
      : store.workflows.versions(workflow.key).find((one) => one.document.version === wanted || String(one.number) === wanted);
  if (version !== undefined) return version;
  throw new ActionError('VERSION_NOT_FOUND', `There is no version ${wanted ?? ''} of the workflow ${workflow.name}`, {
    hint: 'Leave `version` out for the current one.',
  });
}

function refuseCycle({ store }: EngineParts, parent: RunRow, workflow: WorkflowRow): void {
  const names: string[] = [workflow.name];
  for (let at: RunRow | undefined = parent; at !== undefined; at = at.parentKey === null ? undefined : store.runs.byKey(at.parentKey)) {
    names.unshift(store.workflows.byKey(at.workflowKey)?.name ?? '?');
    if (at.workflowKey !== workflow.key) continue;
    throw new ActionError('WORKFLOW_CYCLE', `Workflows call each other in a circle: ${names.join(' → ')}`, {
      hint: 'Use a loop step where something is to be repeated.',
    });
  }
}
