import type { Bundle } from '../../shared/contract/import-preview.ts';
import type { WorkflowDocument } from '../../shared/workflow/schema.ts';
import type { Store } from '../store/store.ts';
import { type PackedTemplate, packTemplate } from '../templates/own-templates.ts';
import { readTemplate } from '../templates/templates.ts';
import { conflict, invalidInput, notFound } from './failures.ts';
import { requireImported } from './find.ts';
import { agreementOf, readBundle } from './import-preview.ts';
import { type Loaded, load } from './start-run.ts';
import type { TemplateFolders } from './templates.ts';
import { versionOf } from './workflow-views.ts';

interface Taken {
  readonly workflows: readonly { readonly text: string; readonly loaded: Loaded }[];
  readonly templates: readonly PackedTemplate[];
}

/**
 * The parts of a bundle that a person has chosen. Throws INVALID_INPUT for a text that is no bundle or lacks a part, WORKFLOW_INVALID, and
 * CONFLICT where a workflow can touch something else than was agreed to, or a template has the name of one that comes with Pawl.
 */
export async function openBundle(
  input: { text: string; workflows: readonly { index: number; agreed?: string | undefined }[]; templates: readonly string[] },
  folders: TemplateFolders,
): Promise<Taken> {
  const bundle = readBundle(input.text);
  if (bundle === undefined) throw invalid('This is no bundle: a bundle is JSON that begins with "pawlBundle": 1.');
  const takeWorkflow = async ({ index, agreed }: { index: number; agreed?: string | undefined }) => {
    const text = bundle.workflows[index]?.text;
    if (text === undefined) throw invalid(`The bundle has ${bundle.workflows.length} workflows; there is none at position ${index}.`);
    const loaded = await load(text);
    requireAgreement(loaded.document, agreed);
    return { text, loaded };
  };
  const workflows = [];
  for (const one of input.workflows) workflows.push(await takeWorkflow(one));
  const takeTemplate = async (slug: string) => {
    const template = bundle.templates.find((one) => one.slug === slug);
    if (template === undefined) throw invalid(`The bundle has no template ${JSON.stringify(slug)}.`);
    await load(template.text);
    return template;
  };
  const templates = [];
  for (const slug of input.templates) templates.push(await takeTemplate(slug));
  for (const { slug } of templates) {
    if ((await readTemplate(slug, folders.shipped)) !== undefined) throw conflict(`A template called ${slug} comes with Pawl.`);
  }
  return { workflows, templates };
}

/** Throws NOT_FOUND for a workflow or template that is not there. */
export async function packBundle(
  store: Store,
  folders: TemplateFolders,
  input: { readonly workflows: readonly string[]; readonly templates: readonly string[] },
): Promise<{ text: string; fileName: string }> {
  const workflows = input.workflows.map((name) => ({ text: versionOf(store, requireImported(store, name)).source }));
  const templates = await Promise.all(
    input.templates.map(async (slug) => {
      const template = await readTemplate(slug, folders.own);
      if (template === undefined) throw notFound('template', slug);
      const { sample, ...packed } = await packTemplate(template);
      return { ...packed, sample: { ...sample } };
    }),
  );
  const bundle: Bundle = { pawlBundle: 1, workflows, templates };
  return { text: `${JSON.stringify(bundle, null, 2)}\n`, fileName: 'workflows.pawl-bundle.json' };
}

/** What somebody has agreed to holds for what they were shown. Throws CONFLICT. */
export function requireAgreement(document: WorkflowDocument, agreed: string | undefined): void {
  if (agreed === undefined || agreed === agreementOf(document)) return;
  throw conflict(`${document.name} can touch something else than what was agreed to. Look at it again, then import it.`);
}

function invalid(message: string): Error {
  return invalidInput([{ code: 'BUNDLE_INVALID', message, severity: 'error' }]);
}
