import { createHash } from 'node:crypto';
import { catalogue } from '../../shared/catalogue.ts';
import { type Bundle, bundleSchema, type ImportPreview, type WorkflowPreview } from '../../shared/contract/import-preview.ts';
import { addedCapabilities, capabilitiesOf, capabilityText } from '../../shared/workflow/capabilities.ts';
import { loadText } from '../../shared/workflow/load-text.ts';
import type { WorkflowDocument } from '../../shared/workflow/schema.ts';
import { scopesOf } from '../../shared/workflow/scopes.ts';
import type { Store } from '../store/store.ts';
import { describeTemplate } from '../templates/templates.ts';
import { invalidInput } from './failures.ts';
import { versionOf } from './workflow-views.ts';

/** What the text of a file would bring. Throws INVALID_INPUT for a bundle that is none. */
export async function previewImport(store: Store, text: string, path: string, ownSlugs: readonly string[]): Promise<ImportPreview> {
  const bundle = readBundle(text);
  if (bundle === undefined) return { kind: 'workflow', workflows: [await previewWorkflow(store, text, path)], templates: [] };
  return {
    kind: 'bundle',
    workflows: await Promise.all(bundle.workflows.map((one) => previewWorkflow(store, one.text, ''))),
    templates: bundle.templates.map(({ slug, text: template }) => ({
      slug,
      ...describeTemplate(slug, template),
      replaces: ownSlugs.includes(slug),
    })),
  };
}

/** Undefined for what does not say that it is a bundle. Throws INVALID_INPUT for one that says so and is none. */
export function readBundle(text: string): Bundle | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('pawlBundle' in value)) return undefined;
  const { data, error } = bundleSchema.safeParse(value);
  if (data !== undefined) return data;
  throw invalidInput(
    error.issues.slice(0, 20).map(({ path, message }) => ({
      code: 'BUNDLE_INVALID',
      message: `The bundle is not valid at ${path.join('.') || 'its top'}: ${message}`,
      severity: 'error',
      path: path.join('.'),
    })),
  );
}

/** Binds what a person agrees to, to what the document can touch. */
export function agreementOf(document: WorkflowDocument): string {
  return createHash('sha256')
    .update(capabilityText(capabilitiesOf(document)))
    .digest('hex');
}

async function previewWorkflow(store: Store, text: string, path: string): Promise<WorkflowPreview> {
  const loaded = await loadText(text, { catalogue });
  const problems = [...loaded.problems];
  if (!loaded.ok) {
    const nothing = { description: null, steps: 0, capabilities: [], agreement: '', change: 'nothing' as const, added: [] };
    return { name: nameIn(text), text, valid: false, problems, ...nothing };
  }
  const { document } = loaded;
  const capabilities = capabilitiesOf(document);
  const known = store.workflows.byName(document.name).find((one) => one.imported && one.path === path);
  const before = known === undefined ? undefined : versionOf(store, known).document;
  const isSame = before !== undefined && contentOf(before) === contentOf(document);
  return {
    name: document.name,
    description: document.description ?? null,
    steps: scopesOf(document).reduce((sum, { steps }) => sum + steps.length, 0),
    text,
    valid: true,
    problems,
    capabilities: capabilities.map(copy),
    agreement: agreementOf(document),
    change: before === undefined ? 'create' : isSame ? 'nothing' : 'update',
    added: before === undefined ? [] : addedCapabilities(capabilitiesOf(before), capabilities).map(copy),
  };
}

/** Whether it is switched on is not what it says. */
function contentOf({ enabled: _enabled, ...content }: WorkflowDocument): string {
  return JSON.stringify(content);
}

function copy<T extends { readonly by: readonly string[] }>(capability: T): T & { by: string[] } {
  return { ...capability, by: [...capability.by] };
}

/** Of a document that is too broken to be loaded. */
function nameIn(text: string): string {
  return /^\s*(?:ORCHESTRATE WORKFLOW |"?name"?\s*:)\s*["']?([^"'\n,]{1,200})/m.exec(text)?.[1]?.trim() ?? 'A workflow without a name';
}
