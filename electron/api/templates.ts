import { homedir } from 'node:os';
import path from 'node:path';
import { implement } from '@orpc/server';
import { type TemplateSummary, templatesContract } from '../../shared/contract/templates.ts';
import { editYaml } from '../../shared/workflow/yaml-edit.ts';
import { removeTemplate, slugOf, unfoldTemplate, writeTemplate } from '../templates/own-templates.ts';
import { listTemplates, readTemplate, type Template } from '../templates/templates.ts';
import type { ApiParts } from './api-parts.ts';
import { conflict, notFound } from './failures.ts';
import { requireImported } from './find.ts';
import { freeName } from './free-name.ts';
import { load, saveWorkflow } from './start-run.ts';
import { tellStoreFailure } from './tell-store-failure.ts';
import { summaryOf, versionOf } from './workflow-views.ts';

export interface TemplateFolders {
  /** Absolute. Templates that come with Pawl. */
  readonly shipped: string;
  /** Absolute. Templates made here, or brought by a bundle. */
  readonly own: string;
}

export function templateFoldersOf({ templatesDir, parts }: Pick<ApiParts, 'templatesDir' | 'parts'>): TemplateFolders {
  return { shipped: templatesDir, own: path.join(parts.store.dataDir, 'templates') };
}

export function templateHandlers(api: ApiParts) {
  const { parts, triggers } = api;
  const { store } = parts;
  const folders = templateFoldersOf(api);
  const os = implement(templatesContract).use(tellStoreFailure);

  async function list(): Promise<TemplateSummary[]> {
    const [own, shipped] = await Promise.all([listTemplates(folders.own), listTemplates(folders.shipped)]);
    return [...own.map((one) => ({ ...one, own: true })), ...shipped.map((one) => ({ ...one, own: false }))];
  }

  async function requireTemplate(slug: string): Promise<{ template: Template; own: boolean }> {
    const shipped = await readTemplate(slug, folders.shipped);
    if (shipped !== undefined) return { template: shipped, own: false };
    const own = await readTemplate(slug, folders.own);
    if (own !== undefined) return { template: own, own: true };
    throw notFound(
      'template',
      slug,
      (await list()).map((one) => one.slug),
    );
  }

  return {
    list: os.list.handler(async () => ({ items: await list(), next: null })),
    get: os.get.handler(async ({ input }) => {
      const { template, own } = await requireTemplate(input.template);
      return viewOf(template, own);
    }),

    use: os.use.handler(async ({ input }) => {
      const { template } = await requireTemplate(input.template);
      const name = freeName(store, input.name ?? template.name);
      const named = name === template.name ? undefined : editYaml(template.text, [{ type: 'set', path: ['name'], value: name }]);
      const text = named?.ok === true ? named.text : template.text;
      const { document } = await load(text);
      const file = await unfoldTemplate({ ...template, text }, input.folder ?? path.join(homedir(), 'Pawl'));
      const saved = await saveWorkflow(parts, { document, source: text, path: file, imported: true, enabled: false });
      await triggers.refresh(saved.workflow);
      return summaryOf(store, triggers, saved.workflow);
    }),

    save: os.save.handler(async ({ input: { workflow: given, story } }) => {
      const workflow = requireImported(store, given);
      const slug = slugOf(workflow.name);
      if ((await readTemplate(slug, folders.shipped)) !== undefined) {
        throw conflict(`A template called ${slug} comes with Pawl. Give the workflow another name first.`);
      }
      const source = versionOf(store, workflow).source.replace(/^# story:.*\n/m, '');
      await writeTemplate(folders.own, { slug, text: `# story: ${story.replaceAll(/\s+/g, ' ')}\n${source}`, sample: {} });
      const { template } = await requireTemplate(slug);
      return summary(template, true);
    }),

    delete: os.delete.handler(async ({ input }) => {
      const { template, own } = await requireTemplate(input.template);
      if (!own) throw conflict(`${template.name} comes with Pawl and cannot be deleted.`);
      await removeTemplate(folders.own, template.slug);
      return { slug: template.slug };
    }),
  };
}

function summary({ slug, name, story, worksOnSample, asksModel }: Template, own: boolean): TemplateSummary {
  return { slug, name, story, worksOnSample, asksModel, own };
}

function viewOf(template: Template, own: boolean) {
  return { ...summary(template, own), text: template.text, sample: [...template.sample] };
}
