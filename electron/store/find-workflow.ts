import type { Store } from './store.ts';
import type { WorkflowRow } from './workflows-table.ts';

/** Workflows that a name, an id or the beginning of an id means: an exact name first, imported ones before others. */
export function findWorkflow(store: Pick<Store, 'workflows'>, nameOrId: string): readonly WorkflowRow[] {
  const byId = store.workflows.byId(nameOrId);
  if (byId !== undefined) return [byId];
  const named = store.workflows.byName(nameOrId);
  const imported = named.filter((workflow) => workflow.imported);
  if (imported.length > 0) return imported;
  if (named.length > 0) return named;
  return nameOrId.length < 4 ? [] : store.workflows.byIdPrefix(nameOrId);
}
