import { implement } from '@orpc/server';
import { describeActions } from '../../shared/actions/describe-actions.ts';
import { catalogue } from '../../shared/catalogue.ts';
import { workflowsContract } from '../../shared/contract/workflows.ts';
import { isTerminalRun } from '../../shared/run/status.ts';
import { addedCapabilities, capabilitiesOf } from '../../shared/workflow/capabilities.ts';
import { loadText } from '../../shared/workflow/load-text.ts';
import { serializeWorkflow } from '../../shared/workflow/serialize.ts';
import { slugOf, writeTemplate } from '../templates/own-templates.ts';
import { listTemplates } from '../templates/templates.ts';
import { acceptRun, planRun } from './accept-run.ts';
import type { ApiParts } from './api-parts.ts';
import { openBundle, packBundle, requireAgreement } from './bundles.ts';
import { cutPage, readCursor } from './cursor.ts';
import type { DraftNews } from './draft-news.ts';
import { conflict } from './failures.ts';
import { requireImported } from './find.ts';
import { freeName } from './free-name.ts';
import { previewImport } from './import-preview.ts';
import { listRuns } from './list-runs.ts';
import { listTags, listWorkflows } from './list-workflows.ts';
import { agentWarnings } from './missing-agents.ts';
import { type Loaded, load, missingSecrets, saveWorkflow } from './start-run.ts';
import { tellStoreFailure } from './tell-store-failure.ts';
import { templateFoldersOf } from './templates.ts';
import { documentJson } from './views.ts';
import { favouritesOf, numberedVersion, putFavourite, summaryOf, versionOf, versionView } from './workflow-views.ts';

export function workflowHandlers(api: ApiParts, news: Pick<DraftNews, 'tell'>) {
  const { parts, triggers } = api;
  const { store, clock } = parts;
  const templates = templateFoldersOf(api);
  const os = implement(workflowsContract).use(tellStoreFailure);

  async function save({ document, problems }: Loaded, given: { text: string; path?: string | undefined; trust: boolean }) {
    const { text, path = '', trust } = given;
    const known = store.workflows.byName(document.name).find((one) => one.imported && one.path === path);
    const before = known === undefined ? undefined : versionOf(store, known).document;
    const saved = await saveWorkflow(parts, { document, source: text, path, imported: true, enabled: trust ? document.enabled : false });
    const isBolder = before !== undefined && addedCapabilities(capabilitiesOf(before), capabilitiesOf(document)).length > 0;
    // Nobody has agreed to what it can touch now.
    if (!trust && isBolder) await store.write(() => store.workflows.setEnabled(saved.workflow.key, false, clock.now()));
    const workflow = store.workflows.byKey(saved.workflow.key) ?? saved.workflow;
    await triggers.refresh(workflow);
    news.tell(workflow.id);
    const isSame = !saved.isNewVersion && known?.versionKey === saved.version.key;
    const change: 'created' | 'unchanged' | 'updated' = known === undefined ? 'created' : isSame ? 'unchanged' : 'updated';
    return {
      workflow: summaryOf(store, triggers, workflow),
      change,
      warnings: [...problems, ...missingSecrets(parts, document), ...agentWarnings(store, document)],
    };
  }

  return {
    list: os.list.handler(({ input }) => {
      const { rows, next, total } = listWorkflows(store, input);
      const favourites = favouritesOf(store);
      return { items: rows.map((workflow) => summaryOf(store, triggers, workflow, favourites)), next, total };
    }),
    tags: os.tags.handler(() => ({ items: listTags(store), next: null })),

    get: os.get.handler(({ input }) => {
      const workflow = requireImported(store, input.workflow);
      const version = versionOf(store, workflow);
      const document = documentJson(version.document);
      return { ...summaryOf(store, triggers, workflow), hash: version.hash, text: version.source, document };
    }),

    import: os.import.handler(async ({ input }) => {
      const loaded = await load(input.text);
      requireAgreement(loaded.document, input.agreed);
      return save(loaded, input);
    }),

    preview: os.preview.handler(async ({ input }) => {
      const own = await listTemplates(templates.own);
      return previewImport(
        store,
        input.text,
        input.path ?? '',
        own.map(({ slug }) => slug),
      );
    }),

    importBundle: os.importBundle.handler(async ({ input }) => {
      const taken = await openBundle(input, templates);
      const items = [];
      for (const { text, loaded } of taken.workflows) items.push(await save(loaded, { text, trust: input.trust }));
      for (const template of taken.templates) await writeTemplate(templates.own, template);
      return { items, templates: taken.templates.map(({ slug }) => slug) };
    }),

    exportBundle: os.exportBundle.handler(({ input }) => packBundle(store, templates, input)),

    update: os.update.handler(async ({ input }) => {
      const workflow = requireImported(store, input.workflow);
      const loaded = await load(input.text);
      const { name } = loaded.document;
      if (name !== workflow.name) {
        if (!input.rename)
          throw conflict(`The document is named ${JSON.stringify(name)}, and the workflow ${JSON.stringify(workflow.name)}.`);
        if (store.workflows.byName(name).some(({ path }) => path === workflow.path)) {
          throw conflict(`There is another workflow named ${JSON.stringify(name)}: choose another name.`, 'name taken');
        }
        await store.write(() => store.workflows.rename(workflow.key, name, clock.now()));
      }
      return save(loaded, { ...input, path: workflow.path });
    }),

    validate: os.validate.handler(async ({ input }) => {
      const workflow = requireImported(store, input.workflow);
      const loaded = await loadText(input.text ?? versionOf(store, workflow).source, { catalogue });
      const missing = loaded.ok ? [...missingSecrets(parts, loaded.document), ...agentWarnings(store, loaded.document)] : [];
      return { valid: loaded.ok, problems: [...loaded.problems, ...missing] };
    }),

    test: os.test.handler(async ({ input: { workflow, ...request } }) => (await planRun(api, { ...request, source: { workflow } })).view),
    execute: os.execute.handler(({ input: { workflow, ...request } }) => acceptRun(api, { ...request, source: { workflow } })),
    executions: os.executions.handler(({ input }) => listRuns(store, input)),
    actions: os.actions.handler(() => ({ items: describeActions(), next: null })),

    export: os.export.handler(({ input }) => {
      const workflow = requireImported(store, input.workflow);
      const version = input.version === undefined ? versionOf(store, workflow) : numberedVersion(store, workflow, input.version);
      const { format } = input;
      const slug = slugOf(workflow.name);
      return {
        text: serializeWorkflow(version.document, format),
        fileName: format === 'script' ? `${slug}.bas` : `${slug}.pawl.${format}`,
      };
    }),

    setEnabled: os.setEnabled.handler(async ({ input }) => {
      const workflow = requireImported(store, input.workflow);
      await store.write(() => store.workflows.setEnabled(workflow.key, input.enabled, clock.now()));
      const now = store.workflows.byKey(workflow.key) ?? workflow;
      await triggers.refresh(now);
      return summaryOf(store, triggers, now);
    }),

    setFavourite: os.setFavourite.handler(async ({ input }) => {
      const workflow = requireImported(store, input.workflow);
      await store.write(() => putFavourite(store, workflow.id, input.favourite));
      return summaryOf(store, triggers, workflow);
    }),

    delete: os.delete.handler(async ({ input }) => {
      const workflow = requireImported(store, input.workflow);
      const { id, name } = workflow;
      const busy = store.runs.list({ workflowKey: workflow.key, limit: 50 }).find((run) => !isTerminalRun(run.status));
      if (busy !== undefined) throw conflict(`${name} cannot be deleted: run ${busy.id} of it is not over (${busy.status}).`, busy.status);
      await store.write(() => {
        store.workflows.forget(workflow.key, clock.now());
        store.drafts.remove(id);
      });
      news.tell(id);
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
      return summaryOf(store, triggers, saved.workflow);
    }),

    versions: os.versions.handler(({ input }) => {
      const workflow = requireImported(store, input.workflow);
      const before = readCursor(input.cursor) ?? Number.POSITIVE_INFINITY;
      const page = cutPage(
        store.workflows.versions(workflow.key).filter((version) => version.key < before),
        input.limit,
      );
      return { items: page.rows.map((version) => versionView(workflow, version)), next: page.next };
    }),

    version: os.version.handler(({ input }) => {
      const workflow = requireImported(store, input.workflow);
      const version = numberedVersion(store, workflow, input.number);
      return { ...versionView(workflow, version), text: version.source, document: documentJson(version.document) };
    }),

    restore: os.restore.handler(async ({ input }) => {
      const workflow = requireImported(store, input.workflow);
      const { key, document, source } = numberedVersion(store, workflow, input.number);
      if (key === workflow.versionKey) throw conflict(`Version ${input.number} of ${workflow.name} is the current one.`);
      const saved = await saveWorkflow(parts, { document, source, path: workflow.path, imported: true, asNew: true });
      await triggers.refresh(saved.workflow);
      return { workflow: summaryOf(store, triggers, saved.workflow), change: 'updated' as const, warnings: [] };
    }),
  };
}
