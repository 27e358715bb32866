import type { Engine } from './connect.ts';
import { missingWorkflow, readWorkflowFile, workflowFileBeside } from './workflow-files.ts';

export type RunSource = { readonly text: string; readonly path?: string } | { readonly workflow: string };

/** What a name on the command line means: a file, else an imported workflow, else a file of that name beside. Throws CommandFailure `NOT_FOUND`. */
export async function findRunSource(engine: Engine, nameOrFile: string): Promise<RunSource> {
  const file = (await readWorkflowFile(nameOrFile)) ?? (await importedOrBeside(engine, nameOrFile));
  if ('workflow' in file) return file;
  return file.path === undefined ? { text: file.text } : { text: file.text, path: file.path };
}

async function importedOrBeside(engine: Engine, name: string) {
  const { safe } = await import('@orpc/client');
  const { error, data } = await safe(engine.call((client) => client.workflows.get({ workflow: name })));
  if (data !== undefined) return { workflow: data.id };
  if (!('code' in error && error.code === 'NOT_FOUND')) throw error;
  const beside = await workflowFileBeside(name);
  if (beside !== undefined) return beside;
  const imported = await engine.call((client) => client.workflows.list({ limit: 1000 }));
  throw await missingWorkflow(
    name,
    imported.items.map((workflow) => workflow.name),
  );
}
