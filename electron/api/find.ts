import { nearest } from '../../shared/workflow/nearest.ts';
import { findWorkflow } from '../store/find-workflow.ts';
import type { RunRow } from '../store/runs-table.ts';
import type { Store } from '../store/store.ts';
import type { WorkflowRow } from '../store/workflows-table.ts';
import { ambiguous, notFound } from './failures.ts';

/** By id or a unique prefix of one. Throws NOT_FOUND or AMBIGUOUS. */
export function requireRun(store: Store, idOrPrefix: string): RunRow {
  const exact = store.runs.byId(idOrPrefix);
  if (exact !== undefined) return exact;
  const found = store.runs.byIdPrefix(idOrPrefix);
  if (found.length > 1) {
    throw ambiguous(
      'run',
      idOrPrefix,
      found.map((run) => run.id),
    );
  }
  const [run] = found;
  if (run === undefined) throw notFound('run', idOrPrefix);
  return run;
}

/** An imported workflow, by name, id or a unique prefix of an id. Throws NOT_FOUND or AMBIGUOUS. */
export function requireImported(store: Store, nameOrId: string): WorkflowRow {
  return requireOne(
    store,
    nameOrId,
    findWorkflow(store, nameOrId).filter((workflow) => workflow.imported),
  );
}

/** As `requireImported`, or one that was only ever run from a file. */
export function requireKnown(store: Store, nameOrId: string): WorkflowRow {
  return requireOne(store, nameOrId, findWorkflow(store, nameOrId));
}

function requireOne(store: Store, nameOrId: string, found: readonly WorkflowRow[]): WorkflowRow {
  if (found.length > 1) {
    throw ambiguous(
      'workflow',
      nameOrId,
      found.map((workflow) => `${workflow.id} (${workflow.path || 'no file'})`),
    );
  }
  const [workflow] = found;
  if (workflow !== undefined) return workflow;
  const names = store.workflows.list().map((one) => one.name);
  const near = nearest(nameOrId, names);
  throw notFound('workflow', nameOrId, near === undefined ? [] : [near]);
}
