import { implement } from '@orpc/server';
import { describeActions } from '../../shared/actions/describe-actions.ts';
import { catalogue } from '../../shared/catalogue.ts';
import type { WorkflowSummary } from '../../shared/contract/workflows.ts';
import { workflowsContract } from '../../shared/contract/workflows.ts';
import type { JsonObject } from '../../shared/lib/json.ts';
import { isTerminalRun } from '../../shared/run/status.ts';
import { loadWorkflow } from '../../shared/workflow/load.ts';
import { serializeWorkflow } from '../../shared/workflow/serialize.ts';
import type { Store } from '../store/store.ts';
import type { VersionRow, WorkflowRow } from '../store/workflows-table.ts';
import { acceptRun, planRun } from './accept-run.ts';
import type { ApiParts } from './api-parts.ts';
import { cutPage, readCursor } from './cursor.ts';
import { conflict, notFound } from './failures.ts';
import { requireImported } from './find.ts';
import { listRuns } from './list-runs.ts';
import { load, saveWorkflow } from './start-run.ts';
import { iso } from './views.ts';

export function workflowHandlers(api: ApiParts) {
  const { parts, triggers } = api;
  const { store, clock } = parts;
  const os = implement(workflowsContract);

  async function save({ document, problems }: ReturnType<typeof load>, given: { text: string; path?: string | undefined; trust: boolean }) {
    const { text, path = '', trust } = given;
    const known = store.workflows.byName(document.name).find((one) => one.imported && one.path === path);
    const saved = await saveWorkflow(parts, { document, source: text, path, imported: true, enabled: trust ? document.enabled : false });
    await triggers.refresh(saved.workflow);
    const isSame = !saved.isNewVersion && known?.versionKey === saved.version.key;
    const change: 'created' | 'unchanged' | 'updated' = known === undefined ? 'created' : isSame ? 'unchanged' : 'updated';
    return { workflow: summaryOf(store, saved.workflow), change, warnings: [...problems] };
  }

  return {
    list: os.list.handler(({ input }) => {
      const after = readCursor(input.cursor) ?? 0;
      const text = input.search?.toLowerCase();
      const found = store.workflows
        .list()
        .map((workflow) => ({ key: workflow.key, workflow, document: versionOf(store, workflow).document }))
        .filter(({ document }) => text === undefined || `${document.name} ${document.description ?? ''}`.toLowerCase().includes(text))
        .filter(({ document }) => input.tag === undefined || (document.tags ?? []).includes(input.tag))
        .filter(({ workflow }) => input.enabled === undefined || workflow.enabled === input.enabled);
      const start = after === 0 ? 0 : found.findIndex(({ key }) => key === after) + 1;
      const page = cutPage(found.slice(start, start + input.limit + 1), input.limit);
      return { items: page.rows.map(({ workflow }) => summaryOf(store, workflow)), next: page.next };
    }),

    get: os.get.handler(({ input }) => {
      const workflow = requireImported(store, input.workflow);
      const version = versionOf(store, workflow);
      const document = version.document as unknown as JsonObject;
      return { ...summaryOf(store, workflow), hash: version.hash, text: version.source, document };
    }),

    import: os.import.handler(({ input }) => save(load(input.text), input)),

    update: os.update.handler(({ input }) => {
      const workflow = requireImported(store, input.workflow);
      const loaded = load(input.text);
      if (loaded.document.name !== workflow.name) {
        throw conflict(`The document is named ${JSON.stringify(loaded.document.name)}, and the workflow ${JSON.stringify(workflow.name)}.`);
      }
      return save(loaded, { ...input, path: workflow.path });
    }),

    validate: os.validate.handler(({ input }) => {
      const workflow = requireImported(store, input.workflow);
      const loaded = loadWorkflow(input.text ?? versionOf(store, workflow).source, { catalogue });
      return { valid: loaded.ok, problems: [...loaded.problems] };
    }),

    test: os.test.handler(async ({ input: { workflow, ...request } }) => (await planRun(api, { ...request, source: { workflow } })).view),
    execute: os.execute.handler(({ input: { workflow, ...request } }) => acceptRun(api, { ...request, source: { workflow } })),
    executions: os.executions.handler(({ input }) => listRuns(store, input)),
    actions: os.actions.handler(() => ({ items: describeActions(), next: null })),

    export: os.export.handler(({ input }) => {
      const workflow = requireImported(store, input.workflow);
      const version = input.version === undefined ? versionOf(store, workflow) : numbered(store, workflow, input.version);
      const { format } = input;
      const slug =
        workflow.name
          .toLowerCase()
          .replaceAll(/[^a-z0-9]+/g, '-')
          .replaceAll(/^-|-$/g, '') || 'workflow';
      return { text: serializeWorkflow(version.document, format), fileName: `${slug}.pawl.${format}` };
    }),

    setEnabled: os.setEnabled.handler(async ({ input }) => {
      const workflow = requireImported(store, input.workflow);
      await store.write(() => store.workflows.setEnabled(workflow.key, input.enabled, clock.now()));
      const now = store.workflows.byKey(workflow.key) ?? workflow;
      await triggers.refresh(now);
      return summaryOf(store, now);
    }),

    delete: os.delete.handler(async ({ input }) => {
      const workflow = requireImported(store, input.workflow);
      const { id, name } = workflow;
      const busy = store.runs.list({ workflowKey: workflow.key, limit: 50 }).find((run) => !isTerminalRun(run.status));
      if (busy !== undefined) throw conflict(`${name} cannot be deleted: run ${busy.id} of it is not over (${busy.status}).`, busy.status);
      await store.write(() => store.workflows.forget(workflow.key, clock.now()));
      await triggers.refresh({ ...workflow, imported: false, enabled: false });
      return { id, name };
    }),

    duplicate: os.duplicate.handler(async ({ input }) => {
      const workflow = requireImported(store, input.workflow);
      const { document } = versionOf(store, workflow);
      const copy = { ...document, name: input.name ?? freeName(store, document.name), enabled: false };
      const saved = await saveWorkflow(parts, {
        document: copy,
        source: serializeWorkflow(copy, 'yaml'),
        path: workflow.path,
        imported: true,
        enabled: false,
      });
      return summaryOf(store, saved.workflow);
    }),

    versions: os.versions.handler(({ input }) => {
      const workflow = requireImported(store, input.workflow);
      const before = readCursor(input.cursor) ?? Number.POSITIVE_INFINITY;
      const page = cutPage(
        store.workflows.versions(workflow.key).filter((version) => version.key < before),
        input.limit,
      );
      const items = page.rows.map((version) => ({
        number: version.number,
        version: version.document.version,
        hash: version.hash,
        createdAt: iso(version.createdAt),
        current: version.key === workflow.versionKey,
      }));
      return { items, next: page.next };
    }),
  };
}

function versionOf(store: Store, workflow: WorkflowRow): VersionRow {
  const version = store.workflows.version(workflow.versionKey);
  if (version === undefined) throw new Error(`Workflow ${workflow.name} has no version`);
  return version;
}

function numbered(store: Store, workflow: WorkflowRow, number: number): VersionRow {
  const version = store.workflows.versions(workflow.key).find((one) => one.number === number);
  if (version === undefined) throw notFound('version', String(number));
  return version;
}

function summaryOf(store: Store, workflow: WorkflowRow): WorkflowSummary {
  const { document } = versionOf(store, workflow);
  const last = store.runs.lastOf(workflow.key);
  return {
    id: workflow.id,
    name: workflow.name,
    description: document.description ?? null,
    version: document.version,
    enabled: workflow.enabled,
    tags: document.tags ?? [],
    path: workflow.path === '' ? null : workflow.path,
    triggers: (document.triggers ?? []).map(({ id, type, enabled }) => ({ id: id ?? type, type, enabled: enabled !== false })),
    lastRun: last === undefined ? null : { runId: last.id, state: last.status, at: iso(last.queuedAt) },
    updatedAt: iso(workflow.updatedAt),
  };
}

function freeName(store: Store, name: string): string {
  for (let number = 2; ; number++) {
    const candidate = `${name} (${number})`;
    if (store.workflows.byName(candidate).length === 0) return candidate;
  }
}
